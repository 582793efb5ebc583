using Npgsql;

namespace Ticketing.Infrastructure.Messaging.Events;

/// <summary>
/// A consumer of facts. Effects are written only through the given transaction, which also moves the consumer's position: a fact's effect
/// is committed exactly once, however often it is read.
/// </summary>
public interface IFactConsumer
{
    /// <summary>
    /// Applies facts of one stream, in order; all facts of one aggregate are in one stream. An exception makes a dead letter of the fact
    /// that caused it (found by applying facts one by one) and of later ones of its aggregate; transient database errors are repeated.
    /// </summary>
    Task ApplyAsync(
        IReadOnlyList<Fact> facts, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken);
}
