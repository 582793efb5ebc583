using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>Stand-in.</summary>
public static class PublishingRegistration
{
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddSingleton<OrganizationVenues>().AddSingleton<OrganizationPlans>().AddSingleton<EventPictures>()
        .AddSingleton<EventDrafts>().AddSingleton<PublishEventHandler>().AddSingleton<EventStates>().AddSingleton<EventReviews>()
        .AddSingleton<EventPreviews>();
}

/// <summary>Stand-in.</summary>
public sealed class EventDrafts(OrganizationVenues venues, OrganizationPlans plans, TimeProvider time)
{
    internal ConcurrentDictionary<EventId, List<EventDraftView>> Known { get; } = new();

    public Task<EventDraftView?> FindAsync(EventId id, Caller caller, CancellationToken ct) =>
        Task.FromResult(Known.TryGetValue(id, out var kept) && caller.Runs(kept[^1].Organization) ? kept[^1] : null);

    public Task<DraftList> ListAsync(OrganizationId organization, Caller caller, string? after, CancellationToken ct) => Task.FromResult(
        new DraftList(
            caller.Runs(organization)
                ? [.. Known.Values.Select(kept => kept[^1]).Where(view => view.Organization == organization)
                    .Select(view => new DraftRow(view.Id, view.Document.Details.Title, view.Stage, view.HasChanges, view.PublishAt, view.SavedAt, view.SavedBy))]
                : [],
            null));

    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(StartDraft c, CancellationToken ct)
    {
        if (!c.Caller.Runs(c.Organization))
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        var document = c.CopyOf is { } copied && Known.TryGetValue(copied, out var kept) ? kept[^1].Document : EventDraft.Empty;
        var view = new EventDraftView(
            EventId.New(), c.Organization, document, 1, PublishingStage.Draft, HasChanges: false, null, CanUndo: false, null, null, time.GetUtcNow(),
            c.Caller.Name)
        {
            Problems = await ProblemsAsync(document, c.Organization, ct),
        };
        Known[view.Id] = [view];
        return view;
    }

    public async Task<Outcome<SavedDraft, RefusedDraft>> HandleAsync(SaveDraft c, CancellationToken ct)
    {
        if (await FindAsync(c.Event, c.Caller, ct) is not { } now)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        if (now.Stage == PublishingStage.InReview)
        {
            return new RefusedDraft(DraftRefusal.InReview);
        }

        var seen = Known[c.Event].Find(view => view.Revision == c.Seen)!;
        var (old, theirs, mine) = (Leaves(seen.Document), Leaves(now.Document), Leaves(c.Document));
        var conflicts = mine.Keys.Where(path => mine[path] != old[path] && theirs[path] != old[path] && mine[path] != theirs[path]).ToList();
        if (conflicts.Count > 0 && !c.Overwrite)
        {
            return new RefusedDraft(DraftRefusal.Outdated, Current: now, Conflicts: conflicts);
        }

        var taken = mine.Keys.Where(path => mine[path] == old[path] && theirs[path] != old[path]).ToList();
        var merged = JsonNode.Parse(EventDraftJson.Write(c.Document))!;
        foreach (var path in taken)
        {
            var at = path.Split('.');
            merged[at[0]]![at[1]] = theirs[path] is { } text ? JsonNode.Parse(text) : null;
        }

        var document = EventDraftJson.Read(merged.ToJsonString());
        return new SavedDraft(await AddAsync(now with { Document = document, SavedBy = c.Caller.Name, CanUndo = true }, ct), taken);
    }

    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(UndoDraft c, CancellationToken ct) =>
        await FindAsync(c.Event, c.Caller, ct) is { } now && Known[c.Event] is { Count: > 1 } kept
            ? await AddAsync(now with { Document = kept[^2].Document }, ct)
            : new RefusedDraft(DraftRefusal.NotFound);

    public async Task<Outcome<EventId, RefusedDraft>> HandleAsync(WithdrawDraft c, CancellationToken ct)
    {
        if (await FindAsync(c.Event, c.Caller, ct) is not { } now)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        if (c.Delete)
        {
            Known.TryRemove(c.Event, out _);
        }
        else
        {
            await AddAsync(now with { Stage = PublishingStage.Draft, PublishAt = null }, ct);
        }

        return c.Event;
    }

    internal async Task<EventDraftView> AddAsync(EventDraftView view, CancellationToken ct)
    {
        var added = view with
        {
            Revision = view.Revision + 1, SavedAt = time.GetUtcNow(), Problems = await ProblemsAsync(view.Document, view.Organization, ct),
        };
        Known[view.Id].Add(added);
        return added;
    }

    // Two levels: details.title.
    private static Dictionary<string, string?> Leaves(EventDraft draft) => JsonNode.Parse(EventDraftJson.Write(draft))!.AsObject()
        .SelectMany(step => step.Value is JsonObject inner
            ? inner.Select(field => (Path: $"{step.Key}.{field.Key}", Text: field.Value?.ToJsonString()))
            : [])
        .ToDictionary(leaf => leaf.Path, leaf => leaf.Text);

    private async Task<IReadOnlyList<DraftProblem>> ProblemsAsync(EventDraft document, OrganizationId organization, CancellationToken ct) => DraftChecks.Of(
        document, document.Place.Plan is { } plan ? await plans.FindAsync(plan, organization, ct) : null,
        document.Place.Venue is { } venue ? await venues.FindAsync(venue, organization, ct) : null, time.GetUtcNow());
}

/// <summary>Stand-in.</summary>
public sealed record DraftList(IReadOnlyList<DraftRow> Rows, string? Next);

/// <summary>Stand-in.</summary>
public sealed record DraftRow(
    EventId Id, string Title, PublishingStage Stage, bool HasChanges, DateTimeOffset? PublishAt, DateTimeOffset SavedAt, string SavedBy);

/// <summary>Stand-in.</summary>
public sealed class PublishEventHandler(EventDrafts drafts)
{
    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(PublishEvent c, CancellationToken ct)
    {
        if (await drafts.FindAsync(c.Event, c.Caller, ct) is not { } now)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        return now.Problems.Count > 0
            ? new RefusedDraft(DraftRefusal.Incomplete, Problems: now.Problems)
            : await drafts.AddAsync(now with { Stage = PublishingStage.InReview }, ct);
    }
}

/// <summary>Stand-in.</summary>
public sealed class EventStates(EventDrafts drafts)
{
    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(SetEventState c, CancellationToken ct)
    {
        if (await drafts.FindAsync(c.Event, c.Caller, ct) is not { } now)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        return await drafts.AddAsync(
            now with
            {
                Stage = c.Change switch
                {
                    EventStateChange.Hide => PublishingStage.Hidden,
                    EventStateChange.Show => PublishingStage.Published,
                    EventStateChange.Cancel => PublishingStage.Cancelled,
                },
            },
            ct);
    }

    public Task<Outcome<PerformanceId, RefusedDraft>> HandleAsync(SetDateState c, CancellationToken ct) =>
        Task.FromResult<Outcome<PerformanceId, RefusedDraft>>(c.Performance);

    public Task<IReadOnlyList<PublishedDate>> DatesAsync(EventId id, Caller caller, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PublishedDate>>([]);
}

/// <summary>Stand-in.</summary>
public sealed record PublishedDate(PerformanceId Id, DateTimeOffset StartsAt, string TimeZone, PerformanceStatus Status, int Seats, int Sold);

/// <summary>Stand-in.</summary>
public sealed class EventReviews(EventDrafts drafts)
{
    public Task<IReadOnlyList<ReviewRow>> ListAsync(Caller caller, CancellationToken ct) => Task.FromResult<IReadOnlyList<ReviewRow>>(
        caller.IsAdmin
            ? [.. drafts.Known.Values.Select(kept => kept[^1]).Where(view => view.Stage == PublishingStage.InReview).Select(view => new ReviewRow(
                view.Id, view.Organization, "Organization", "organization", view.Document.Details.Title, view.SavedAt, view.SavedBy, MayDecide: true))]
            : []);

    public async Task<Outcome<EventId, RefusedDraft>> HandleAsync(DecideReview c, CancellationToken ct)
    {
        if (await drafts.FindAsync(c.Event, c.Caller, ct) is not { } now || !c.Caller.IsAdmin)
        {
            return new RefusedDraft(DraftRefusal.NotFound);
        }

        if (!c.Approve && string.IsNullOrWhiteSpace(c.Note))
        {
            return new RefusedDraft(DraftRefusal.Invalid);
        }

        await drafts.AddAsync(now with { Stage = c.Approve ? PublishingStage.Published : PublishingStage.Draft, ReviewNote = c.Note }, ct);
        return c.Event;
    }
}

/// <summary>Stand-in.</summary>
public sealed record ReviewRow(
    EventId Id, OrganizationId Organization, string OrganizationName, string OrganizationSlug, string Title, DateTimeOffset SubmittedAt,
    string SubmittedBy, bool MayDecide);

/// <summary>Stand-in.</summary>
public sealed class EventPreviews(EventDrafts drafts)
{
    public string TokenOf(EventId id) => id.ToString();

    public Task<EventPreview?> FindAsync(string token, CancellationToken ct)
    {
        if (!Guid.TryParse(token, out var id) || !drafts.Known.TryGetValue(new EventId(id), out var kept))
        {
            return Task.FromResult<EventPreview?>(null);
        }

        var view = kept[^1];
        var details = view.Document.Details;
        return Task.FromResult<EventPreview?>(new EventPreview(
            view.Id,
            new CatalogDetails(
                new CatalogEvent(
                    view.Id, "preview", details.Title.Length > 0 ? details.Title : "Untitled event", details.Category.Length > 0 ? details.Category : Categories.Concert,
                    details.Summary, details.Story, details.ArtworkSeed, IsCancelled: false,
                    new CatalogOrganizer(view.Organization, "Organization", "box@example.org", PricesIncludeTax: true, null, RefundKeepsFee: false), view.SavedAt, []),
                CatalogSeats.None),
            view.Problems));
    }
}

/// <summary>Stand-in.</summary>
public sealed record EventPreview(EventId Id, CatalogDetails Details, IReadOnlyList<DraftProblem> Problems);
