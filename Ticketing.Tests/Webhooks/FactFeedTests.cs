using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Webhooks.Feed;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Webhooks;

/// <summary>The feed of facts: every fact once, in order, to those who own the organization.</summary>
public sealed class FactFeedTests(WebhookLab lab) : IClassFixture<WebhookLab>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await lab.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(500)]
    public async Task Pages_OfAllFacts_SkipAndRepeatNothing(int limit)
    {
        var other = await lab.AddOrganizationAsync();
        List<Fact> own = [];
        for (var i = 0; i < 7; i++)
        {
            own.Add(await WriteAsync(lab.Fact("order.paid")));
            await WriteAsync(lab.Fact("order.paid", organization: other));
            await WriteAsync(lab.Fact("order.mail-requested"));
        }

        await lab.Database.FactsEndedAsync();
        Assert.Equal(own.Select(fact => fact.Id), (await ReadAllAsync(limit)).Select(item => item.Id));
    }

    [Fact]
    public async Task Items_OfTheFeed_AreBodiesOfWebhooksWithoutTheirSequence()
    {
        await lab.CreateAsync();
        var order = Guid.NewGuid();
        Fact[] facts = [await WriteAsync(lab.Fact("order.placed", order)), await WriteAsync(lab.Fact("order.paid", order))];
        await lab.ConsumeAsync(facts);
        await lab.Database.FactsEndedAsync();

        var bodies = (await lab.Database.ListAsync<string>("select body from webhook_deliveries order by sequence"))
            .ConvertAll(body => JsonNode.Parse(body)!.AsObject());
        Assert.Equal(2, bodies.Count);
        Assert.All(bodies, body => Assert.True(body.Remove("sequence")));
        Assert.Equal(
            bodies.Select(body => body.ToJsonString()),
            (await ReadAllAsync(10)).Select(item => JsonNode.Parse(JsonSerializer.Serialize(item, JsonSerializerOptions.Web))!.ToJsonString()));
    }

    [Fact]
    public async Task Transaction_StillOpen_HoldsBackLaterFacts()
    {
        await using var connection = await lab.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        var early = await WriteAsync(lab.Fact(), connection);
        var late = await WriteAsync(lab.Fact());

        var before = await ReadAsync(null, 10);
        await transaction.CommitAsync(Stop);
        await lab.Database.FactsEndedAsync();
        var after = await ReadAsync(before.Next, 10);

        Assert.Empty(before.Items);
        Assert.Equal([early.Id, late.Id], after.Items.Select(item => item.Id));
        Assert.Empty((await ReadAsync(after.Next, 10)).Items);
        Assert.False(after.HasMore);
    }

    // A batch of holds can have performances of several organizations: its fact is of none of them.
    [Fact]
    public async Task Facts_AboutSeats_AreInNoFeed()
    {
        await lab.CreateAsync();
        var seats = lab.Fact() with
        {
            Type = SeatsFact.Type,
            AggregateType = SeatsFact.Aggregate,
            OrganizationId = null,
            Payload = JsonSerializer.Serialize(new SeatsFact([Guid.NewGuid(), Guid.NewGuid()], Held: [2, 1]), JsonSerializerOptions.Web),
        };
        await WriteAsync(seats);
        await lab.ConsumeAsync(seats);
        await lab.Database.FactsEndedAsync();
        var admin = Caller.Guest with { User = UserId.New(), Email = "admin@example.org", Roles = new HashSet<string> { Roles.Admin } };

        Assert.Empty((await ReadAsync(null, 10)).Items);
        Assert.Empty((await ReadAsync(null, 10, admin)).Items);
        Assert.Equal(0, await lab.Database.ScalarAsync<long>("select count(*) from webhook_deliveries"));
    }

    [Fact]
    public async Task Facts_AreForOwnersAndAdmins()
    {
        var paid = await WriteAsync(lab.Fact("order.paid"));
        await WriteAsync(lab.Fact("order.refunded"));
        await lab.Database.FactsEndedAsync();
        var admin = Caller.Guest with { User = UserId.New(), Email = "admin@example.org", Roles = new HashSet<string> { Roles.Admin } };

        Assert.Equal([paid.Id], (await ReadAsync(null, 10, admin, "order.paid")).Items.Select(item => item.Id));
        Assert.Empty((await ReadAsync(null, 10, lab.Member(MemberRole.Owner, await lab.AddOrganizationAsync()))).Items);
        foreach (var caller in new[] { Caller.Guest, lab.Member(MemberRole.Manager), lab.Member(MemberRole.Analyst) })
        {
            var refused = await lab.Service<ReadFactsHandler>().HandleAsync(new ReadFacts(null, WebhookTypes.All, 10, caller), Stop);
            Assert.Equal(ReadFactsRefusal.OwnersOnly, refused.Refusal);
        }
    }

    [Fact]
    public void Mark_AsText_IsReadAgain()
    {
        var mark = new FactMark(77_000_000_000, Guid.NewGuid());

        Assert.True(FactMark.TryParse(mark.ToString(), out var read));
        Assert.Equal(mark, read);
        foreach (var bad in new[] { "", "x", mark.ToString()[1..], mark + "A", new string('!', mark.ToString().Length), new FactMark(-1, default).ToString() })
        {
            Assert.False(FactMark.TryParse(bad, out _));
        }
    }

    private async Task<List<FactItem>> ReadAllAsync(int limit)
    {
        var items = new List<FactItem>();
        for (FactMark? after = null; ;)
        {
            var page = await ReadAsync(after, limit);
            Assert.InRange(page.Items.Count, 0, limit);
            items.AddRange(page.Items);
            after = page.Next;
            if (!page.HasMore)
            {
                return items;
            }
        }
    }

    private async Task<FactFeed> ReadAsync(FactMark? after, int limit, Caller? caller = null, params string[] types)
    {
        var feed = await lab.Service<ReadFactsHandler>().HandleAsync(
            new ReadFacts(after, types.Length > 0 ? types : WebhookTypes.All, limit, caller ?? lab.Owner), Stop);
        return feed.Value!;
    }

    private async Task<Fact> WriteAsync(Fact fact, NpgsqlConnection? connection = null)
    {
        const string Sql = """
            INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, organization_id, created_at)
            VALUES (@id, @aggregate, @aggregate_id, @type, @payload::jsonb, @organization, @at)
            """;
        await using var command = connection is null ? lab.Database.DataSource.CreateCommand(Sql) : new NpgsqlCommand(Sql, connection);
        await command.With("id", fact.Id).With("aggregate", fact.AggregateType).With("aggregate_id", fact.AggregateId).With("type", fact.Type)
            .With("payload", fact.Payload).With("organization", fact.OrganizationId).With("at", fact.CreatedAt).ExecuteNonQueryAsync(Stop);
        return fact;
    }
}

internal static class EndedFacts
{
    /// <summary>Waits until no older transaction of the server runs, of other tests, too: it would hold back facts.</summary>
    public static Task FactsEndedAsync(this TestDatabase database) => Eventually.TrueAsync(() => database.ScalarAsync<bool>(
        "select coalesce(max(txid) < pg_snapshot_xmin(pg_current_snapshot()), true) from outbox"));
}
