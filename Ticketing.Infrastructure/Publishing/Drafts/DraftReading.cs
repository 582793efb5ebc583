using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Catalog.Write;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Presales;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>What a draft names, as other features have it.</summary>
/// <param name="Plan">Null: none, or there is no such plan of the organization.</param>
/// <param name="Venue">Null: none, or there is no such venue of the organization.</param>
internal sealed record DraftParts(PlanChoice? Plan, Venue? Venue, bool HasPicture)
{
    /// <summary>The zone of the draft's local times.</summary>
    public string TimeZone => Venue?.TimeZone ?? "Etc/UTC";
}

/// <summary>Reads drafts as their editors see them, and judges them. The caller has judged who asks.</summary>
public sealed class DraftReading(
    OrganizationPlans plans, OrganizationVenues venues, EventPictures pictures, PublicPresales presales, TimeProvider time)
{
    internal async Task<DraftParts> PartsAsync(EventDraft document, OrganizationId organization, CancellationToken cancellationToken) => new(
        document.Place.Plan is { } plan ? await plans.FindAsync(plan, organization, cancellationToken) : null,
        document.Place.Venue is { } venue ? await venues.FindAsync(venue, organization, cancellationToken) : null,
        document.Details.Picture is not { } picture || await pictures.ExistsAsync(picture, organization, cancellationToken));

    /// <summary>What keeps the draft from being published.</summary>
    /// <param name="readsSeries">False: without those of series, whose dates would have to be made.</param>
    internal IReadOnlyList<DraftProblem> ProblemsOf(
        EventDraft document, string? publishedDocument, DraftParts parts, StoredEvent? published, bool readsSeries = true)
    {
        var now = time.GetUtcNow();
        var before = publishedDocument is null ? null : EventDraftJson.Read(publishedDocument);
        List<DraftProblem> problems =
        [
            .. DraftChecks.Of(document, parts.Plan, parts.Venue, now, IdsOf(published)),
            .. readsSeries ? SeriesDates.Problems(document, parts.TimeZone) : [],
            .. PublishedChecks.Of(document, before, published, now),
        ];
        if (!parts.HasPicture)
        {
            problems.Add(new DraftProblem(DraftStep.Details, "details.picture", DraftSentences.PictureMissing));
        }

        return [.. problems.OrderBy(problem => problem.Step)];
    }

    internal async Task<EventDraftView> ViewAsync(TicketingDbContext db, StoredDraft draft, CancellationToken cancellationToken)
    {
        var document = EventDraftJson.Read(draft.Document);
        var published = await EventStore.FindAsync(db, draft.EventId, cancellationToken);
        var parts = await PartsAsync(document, draft.OrganizationId, cancellationToken);
        var names = await NamesAsync(db, [draft.SavedBy], cancellationToken);
        return new EventDraftView(
            draft.EventId, draft.OrganizationId, document, draft.Revision, StageOf(published?.Event.Status, draft.SubmittedAt is not null),
            HasChanges(draft), draft.ReviewNote, await DraftStore.FindEarlierAsync(db, draft, cancellationToken) is not null, published?.Event.Slug,
            draft.PublishAt, draft.SavedAt, NameOf(names, draft.SavedBy))
        {
            Problems = ProblemsOf(document, draft.PublishedDocument, parts, published),
            Warnings = await WarningsOfAsync(document, parts, published, cancellationToken),
        };
    }

    // A tier by code that no presale sells at one of the dates to come is bought by nobody. Usually no tier is by code.
    private async Task<IReadOnlyList<DraftProblem>> WarningsOfAsync(
        EventDraft document, DraftParts parts, StoredEvent? published, CancellationToken cancellationToken)
    {
        var tiers = document.Prices.Tiers.Index()
            .Where(tier => tier.Item.Rules.ByCode && parts.Plan?.Categories.Any(category => category.Key == tier.Item.Category) != false).ToList();
        if (tiers.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var dates = (published?.Performances ?? [])
            .Where(date => date.EndsAt > now && date.Status != PerformanceStatus.Cancelled).Select(date => date.Id).ToList();
        var windows = await presales.OfAsync(dates, cancellationToken);
        return
        [
            .. tiers.Where(tier => dates.Count == 0
                || dates.Exists(date => !windows[date].Any(window => now < window.ClosesAt && window.Sells(tier.Item.Category))))
                .Select(tier => new DraftProblem(
                    DraftStep.Prices, string.Create(CultureInfo.InvariantCulture, $"prices.tiers[{tier.Index}].rules.byCode"), DraftSentences.NoPresale)),
        ];
    }

    /// <summary>The ids of the dates that the catalogue has.</summary>
    internal static HashSet<Guid> IdsOf(StoredEvent? published) => [.. (published?.Performances ?? []).Select(date => date.Id.Value)];

    internal static bool HasChanges(StoredDraft draft) => !EventDraftJson.AreSame(draft.Document, draft.PublishedDocument);

    /// <param name="status">Null: the catalogue does not have the event.</param>
    internal static PublishingStage StageOf(EventStatus? status, bool isSubmitted) => (status ?? EventStatus.Draft) switch
    {
        EventStatus.Draft => isSubmitted ? PublishingStage.InReview : PublishingStage.Draft,
        EventStatus.Published => PublishingStage.Published,
        EventStatus.Hidden => PublishingStage.Hidden,
        EventStatus.Cancelled => PublishingStage.Cancelled,
    };

    /// <summary>The names of accounts; those that were erased are missing.</summary>
    internal static async Task<IReadOnlyDictionary<UserId, string>> NamesAsync(
        TicketingDbContext db, IEnumerable<UserId?> users, CancellationToken cancellationToken)
    {
        var ids = users.OfType<UserId>().Distinct().ToList();
        return ids.Count == 0
            ? new Dictionary<UserId, string>()
            : (await AccountContacts.ReadAsync(db, ids, cancellationToken)).ToDictionary(contact => contact.User, contact => contact.Name);
    }

    internal static string NameOf(IReadOnlyDictionary<UserId, string> names, UserId? user) =>
        user is { } id ? names.GetValueOrDefault(id, "") : "";
}
