using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>The change set that leads from one document to another, as restoring a version and importing a file need it.</summary>
public static class PlanDifference
{
    private static readonly string[] Properties = [PlanProperties.Name, PlanProperties.SeatRadius, PlanProperties.Focus];

    private static readonly string[] Orders =
        [PlanProperties.FloorOrder, PlanProperties.SectionOrder, PlanProperties.CategoryOrder, PlanProperties.ObjectOrder];

    /// <summary>Applied to <paramref name="from"/> it makes <paramref name="to"/>, its inverse the reverse; null: they are the same.</summary>
    /// <param name="name">Of the change set.</param>
    public static PlanChangeSet? Between(PlanDocument from, PlanDocument to, Guid id, string name)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        List<PlanChange> changes =
        [
            .. Parts(PlanPart.Floor, from.Floors, to.Floors, floor => floor.Key, PlanDocumentContext.Default.PlanFloor),
            .. Parts(PlanPart.Category, from.Categories, to.Categories, category => category.Key, PlanDocumentContext.Default.PlanCategory),
            .. Parts(PlanPart.Section, from.Sections, to.Sections, section => section.Key, PlanDocumentContext.Default.PlanSection),
            .. Parts(PlanPart.Drawn, from.Objects, to.Objects, drawn => drawn.Id, PlanDocumentContext.Default.PlanObject),
        ];
        foreach (var key in Properties.Concat(Orders))
        {
            var (before, after) = (PlanProperties.Read(from, key)!.Value, PlanProperties.Read(to, key)!.Value);
            if (!JsonElement.DeepEquals(before, after))
            {
                changes.Add(new PlanChange(PlanPart.Document, key, before, after));
            }
        }

        return changes.Count == 0 ? null : new PlanChangeSet(id, name, changes);
    }

    private static IEnumerable<PlanChange> Parts<T>(
        PlanPart part, IReadOnlyList<T> from, IReadOnlyList<T> to, Func<T, string> keyOf, JsonTypeInfo<T> type)
    {
        var before = from.DistinctBy(keyOf).ToDictionary(keyOf, StringComparer.Ordinal);
        foreach (var now in to.DistinctBy(keyOf))
        {
            var json = JsonSerializer.SerializeToElement(now, type);
            if (!before.Remove(keyOf(now), out var known))
            {
                yield return new PlanChange(part, keyOf(now), null, json);
            }
            else if (JsonSerializer.SerializeToElement(known, type) is var old && !JsonElement.DeepEquals(old, json))
            {
                yield return new PlanChange(part, keyOf(now), old, json);
            }
        }

        foreach (var (key, gone) in before)
        {
            yield return new PlanChange(part, key, JsonSerializer.SerializeToElement(gone, type), null);
        }
    }
}
