using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>The facts of one transaction of a consumer.</summary>
internal sealed class FactBatch(
    FactConsumer consumer, IServiceScopeFactory scopes, NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now)
{
    private const string Point = "fact";

    private readonly List<NewLetter> _letters = [];

    /// <summary>The last failure; null if there was none.</summary>
    public string? LastError { get; private set; }

    /// <summary>Applies facts, a list per stream. Those of aggregates with dead letters become dead letters behind them.</summary>
    /// <param name="isOneByOne">
    /// Each fact by itself: one that fails becomes a dead letter. Otherwise its exception is thrown.
    /// </param>
    /// <returns>The number of facts that failed.</returns>
    public async Task<int> ApplyAsync(List<List<Fact>> streams, bool isOneByOne, CancellationToken cancellationToken)
    {
        var blocked = await DeadLetters.ReadBlockedAsync(connection, transaction, consumer.Name, cancellationToken);
        var failures = 0;
        foreach (var facts in streams.Where(facts => facts.Count > 0))
        {
            if (isOneByOne)
            {
                failures += await ApplyOneByOneAsync(facts, blocked, cancellationToken);
            }
            else
            {
                await ApplyTogetherAsync(facts, blocked, cancellationToken);
            }
        }

        await DeadLetters.AddAsync(connection, transaction, consumer.Name, _letters, now, cancellationToken);
        return failures;
    }

    private static (string Type, string Id) AggregateOf(Fact fact) => (fact.AggregateType, fact.AggregateId);

    private async Task ApplyTogetherAsync(List<Fact> facts, HashSet<(string Type, string Id)> blocked, CancellationToken cancellationToken)
    {
        _letters.AddRange(facts.Where(fact => blocked.Contains(AggregateOf(fact))).Select(fact => new NewLetter(fact, null, now)));
        var free = blocked.Count == 0 ? facts : [.. facts.Where(fact => !blocked.Contains(AggregateOf(fact)))];
        if (free.Count > 0)
        {
            await ApplyInScopeAsync(free, cancellationToken);
        }
    }

    private async Task<int> ApplyOneByOneAsync(
        List<Fact> facts, HashSet<(string Type, string Id)> blocked, CancellationToken cancellationToken)
    {
        var failures = 0;
        foreach (var fact in facts)
        {
            if (blocked.Contains(AggregateOf(fact)))
            {
                _letters.Add(new NewLetter(fact, null, now));
            }
            else if (await TryApplyAsync(fact, cancellationToken) is { } failure)
            {
                failures++;
                LastError = failure.Message;
                blocked.Add(AggregateOf(fact));
                _letters.Add(new NewLetter(fact, failure.ToString(), DeadLetters.NextAt(1, now)));
            }
        }

        return failures;
    }

    private async Task<Exception?> TryApplyAsync(Fact fact, CancellationToken cancellationToken)
    {
        await transaction.SaveAsync(Point, cancellationToken);
        try
        {
            await ApplyInScopeAsync([fact], cancellationToken);
            await transaction.ReleaseAsync(Point, cancellationToken);
            return null;
        }
#pragma warning disable CA1031 // A consumer may throw anything: it becomes a dead letter.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !DatabaseRetry.IsTransient(failure))
#pragma warning restore CA1031
        {
            await transaction.RollbackAsync(Point, cancellationToken);
            return failure;
        }
    }

    private async Task ApplyInScopeAsync(IReadOnlyList<Fact> facts, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await consumer.Resolve(scope.ServiceProvider).ApplyAsync(facts, connection, transaction, cancellationToken);
    }
}
