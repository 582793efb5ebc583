using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Publishing;

/// <summary>An organization that may sell, with its owner, a venue in Berlin and a plan of twelve seats.</summary>
internal sealed record Seller(OrganizationId Id, Caller Owner, DraftPlace Place)
{
    /// <summary>A complete draft with these dates, relative to today.</summary>
    public EventDraft Draft(params int[] days) => new()
    {
        Details = new DraftDetails { Title = "Die Räuber " + Id.Value.ToString("N")[..8], Category = "theatre", Summary = "Two brothers.", Story = "# Act *one*", ArtworkSeed = 7 },
        Dates = [.. days.Select(day => new DraftDate(Guid.CreateVersion7()) { StartsAt = PublishingLab.Evening(day) })],
        Place = Place,
        Prices = new DraftPrices { Tiers = [new DraftTier("stalls") { Name = "Stalls", Price = 4500, Fee = 150, TaxBasisPoints = 1900 }] },
    };
}

/// <summary>The application with organizations that prepare events.</summary>
public sealed class PublishingLab(TestServers servers) : IAsyncLifetime
{
    private readonly OrganizationLab _lab = new(servers);

    internal TestDatabase Database => _lab.Database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    internal T Service<T>() where T : notnull => _lab.Service<T>();

    internal Task<Caller> MemberAsync(OrganizationId organization, MemberRole role) => _lab.MemberAsync(organization, role);

    internal Task<Caller> AdminAsync() => _lab.AccountAsync(role: Roles.Admin);

    internal HttpClient CreateClient() => _lab.App.CreateClient();

    internal Task<long> CountMailsAsync(string type, string email) => _lab.App.CountMailsAsync(type, email);

    /// <summary>Local time, 20:00.</summary>
    internal static DateTime Evening(int day) =>
        DateTime.SpecifyKind(DateTime.UtcNow.Date.AddDays(day).AddHours(20), DateTimeKind.Unspecified);

    internal async Task<Seller> SellerAsync(string plan = "enterprise", string status = "approved")
    {
        var (organization, owner) = await _lab.FoundAsync("Nordlicht " + Guid.NewGuid().ToString("N")[..8]);
        await Database.ExecuteAsync("update organizations set plan = $2, status = $3 where id = $1", organization.Id.Value, plan, status);
        return new Seller(organization.Id, owner, await PlaceAsync(organization.Id));
    }

    internal async Task<EventDraftView> StartAsync(Seller seller, EventDraft document)
    {
        var drafts = Service<EventDrafts>();
        var started = await drafts.HandleAsync(new StartDraft(seller.Id, null, seller.Owner), Stop);
        Assert.True(started.Succeeded);
        return await SaveAsync(started.Value, document, seller.Owner);
    }

    internal async Task<EventDraftView> SaveAsync(EventDraftView seen, EventDraft document, Caller caller)
    {
        var saved = await Service<EventDrafts>().HandleAsync(new SaveDraft(seen.Id, document, seen.Revision, Overwrite: false, caller), Stop);
        Assert.True(saved.Succeeded, saved.Refusal?.Reason.ToString());
        return saved.Value.View;
    }

    internal Task<Outcome<EventDraftView, RefusedDraft>> TryPublishAsync(EventDraftView seen, Caller caller, DateTimeOffset? at = null) =>
        Service<EventPublisher>().HandleAsync(new PublishEvent(seen.Id, seen.Revision, at, caller), Stop);

    internal async Task<EventDraftView> PublishAsync(EventDraftView seen, Caller caller)
    {
        var published = await TryPublishAsync(seen, caller);
        Assert.True(
            published.Succeeded,
            $"{published.Refusal?.Reason}: {string.Join(' ', published.Refusal?.Problems?.Select(problem => $"{problem.Field} {problem.Sentence}") ?? [])}");
        return published.Value;
    }

    /// <summary>A new published event.</summary>
    internal async Task<EventDraftView> PublishedAsync(Seller seller, params int[] days) =>
        await PublishAsync(await StartAsync(seller, seller.Draft(days)), seller.Owner);

    /// <summary>Holds the first free seat as a guest.</summary>
    internal async Task<(int Status, JsonNode? Body)> HoldAsync(Guid performance)
    {
        using var client = CreateClient();
        using var answer = await client.PostAsJsonAsync(
            $"api/v1/performances/{performance}/holds", new { bestAvailable = new { quantity = 1, tier = "Stalls", together = true, wheelchairs = 0 } }, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    internal async Task<Core.Catalog.CatalogDetails?> FindAsync(EventDraftView view)
    {
        Service<EventReader>().Clear();
        return await Service<EventReader>().FindAsync(view.Slug!, Stop);
    }

    /// <summary>The facts about an aggregate, oldest first.</summary>
    internal Task<List<string>> FactsAsync(Guid id) =>
        Database.ListAsync<string>("select type from outbox where aggregateid = $1 and type not like 'seats.%' order by created_at, id", id.ToString());

    /// <summary>Orders a seat of an event that costs nothing.</summary>
    internal async Task<Guid> OrderAsync(Guid performance, string email = "ada@example.org")
    {
        var (status, hold) = await HoldAsync(performance);
        Assert.Equal(201, status);
        using var client = CreateClient();
        using var answer = await client.PostAsJsonAsync(
            "api/v1/orders", new { holdId = hold!["id"], holdSecret = hold["secret"], buyer = new { name = "Ada", email } }, Stop);
        var order = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        Assert.Equal("paid", order["status"]!.GetValue<string>());
        return order["id"]!.GetValue<Guid>();
    }

    private async Task<DraftPlace> PlaceAsync(OrganizationId organization)
    {
        var (venue, plan) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var name = "Hall " + plan.ToString("N");
        var compilation = PlanCompiler.Compile(new PlanDocument
        {
            Name = name,
            Categories = [new PlanCategory("stalls", "Stalls", "#5b8def")],
            Sections = [new PlanSection("stalls", "Stalls")],
            Objects = [new BlockObject { Id = "stalls", Section = "stalls", Category = "stalls", Rows = 3, Seats = 4 }],
        });
        Assert.Empty(compilation.Problems);
        var compiled = compilation.Plan!;
        await Database.ExecuteAsync(
            "insert into venues values ($1, $2, 'Hall', $3, 'Street 1', '10115', 'Berlin', 'DE', 52.5, 13.4, 'Europe/Berlin')", venue, organization.Value, venue.ToString("N"));
        await Database.ExecuteAsync("insert into seating_plans values ($1, $2, $3, $4)", plan, organization.Value, venue, name);
        await Database.ExecuteAsync("insert into seating_plan_versions values ($1, 1, '{}', now())", plan);
        await Database.ExecuteAsync(
            "insert into compiled_plans values ($1, $2, 1, $3, $4, '', now())", compiled.Id, plan, compiled.PlaceCount, compiled.ToBytes());
        return new DraftPlace { Venue = new VenueId(venue), Plan = new SeatingPlanId(plan) };
    }
}

/// <summary>Changes of drafts, as editors make them.</summary>
internal static class DraftEdits
{
    public static EventDraft WithTitle(this EventDraft draft, string title) => draft with { Details = draft.Details with { Title = title } };

    public static EventDraft WithPrice(this EventDraft draft, long price) =>
        draft with { Prices = draft.Prices with { Tiers = [.. draft.Prices.Tiers.Select(tier => tier with { Price = price })] } };

    public static EventDraft WithDates(this EventDraft draft, IEnumerable<DraftDate> dates) => draft with { Dates = [.. dates] };

    public static ImmutableArray<DraftDate> Moved(this ImmutableArray<DraftDate> dates, int index, DateTime start) =>
        dates.SetItem(index, dates[index] with { StartsAt = start });
}
