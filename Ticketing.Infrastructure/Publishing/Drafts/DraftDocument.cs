using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>Whether a sent draft can be stored at all, complete or not.</summary>
internal static class DraftDocument
{
    /// <summary>Null: it can be stored.</summary>
    public static DraftRefusal? Refusal(EventDraft draft)
    {
        // Lists may have nulls: their elements are not checked when JSON is read.
        if (HasNone(draft.Dates) || HasNone(draft.Series) || HasNone(draft.Prices.Tiers) || draft.Series.Any(series => series.Except.IsDefault))
        {
            return DraftRefusal.Invalid;
        }

        if (draft.Series.Length > DraftChecks.SeriesMax || draft.Series.Any(series => series.Except.Length > DraftChecks.ExceptionsMax))
        {
            return DraftRefusal.TooLarge;
        }

        var json = EventDraftJson.Write(draft);
        return json.Length > DraftChecks.DocumentLengthMax ? DraftRefusal.TooLarge
            : draft.Dates.Any(date => date.Id == Guid.Empty) || draft.Series.Any(series => series.Id == Guid.Empty) ? DraftRefusal.Invalid
            : IsStorable(JsonNode.Parse(json)) ? null
            : DraftRefusal.Invalid;
    }

    /// <summary>Without repeated ids and categories, by which items are found.</summary>
    public static EventDraft Tidy(EventDraft draft) => draft with
    {
        Dates = [.. draft.Dates.DistinctBy(date => date.Id)],
        Series = [.. draft.Series.DistinctBy(series => series.Id)],
        Prices = draft.Prices with { Tiers = [.. draft.Prices.Tiers.DistinctBy(tier => tier.Category)] },
    };

    private static bool HasNone<T>(ImmutableArray<T> items) where T : class => items.IsDefault || items.Any(item => item is null);

    // PostgreSQL stores no null characters, also not in JSON.
    private static bool IsStorable(JsonNode? node) => node switch
    {
        JsonObject fields => fields.All(field => PlainText.IsStorable(field.Key) && IsStorable(field.Value)),
        JsonArray items => items.All(IsStorable),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => PlainText.IsStorable(value.GetValue<string>()),
        _ => true,
    };
}

/// <summary>Where the next page of drafts begins.</summary>
internal readonly record struct DraftCursor(DateTimeOffset SavedAt, EventId Id)
{
    public static string Write(StoredDraft last) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{last.SavedAt.UtcTicks}.{last.EventId}");

    /// <summary>Null: the first page; also for a text that is no cursor.</summary>
    public static DraftCursor? Read(string? text) =>
        text?.Split('.') is [var ticks, var id] && long.TryParse(ticks, System.Globalization.CultureInfo.InvariantCulture, out var at)
            && at >= 0 && at <= DateTime.MaxValue.Ticks && Guid.TryParse(id, out var draft)
            ? new DraftCursor(new DateTimeOffset(at, TimeSpan.Zero), new EventId(draft))
            : null;
}
