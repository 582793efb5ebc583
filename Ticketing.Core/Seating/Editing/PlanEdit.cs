using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Editing;

/// <summary>
/// Applies change sets to plan documents. A draft may have what <see cref="PlanCompiler"/> refuses, such as overlapping seats: it is being
/// drawn. What is refused here could not be stored, refers to nothing, or was changed by somebody else.
/// </summary>
public static class PlanEdit
{
    /// <summary>How many changes a change set has at most: all parts of the largest plan.</summary>
    public const int ChangesMax = PlanLimits.ObjectsMax + PlanLimits.SectionsMax + PlanLimits.CategoriesMax + PlanLimits.FloorsMax;

    /// <summary>The document with all changes, or the first one that cannot be applied.</summary>
    public static Outcome<PlanDocument, InvalidChange> Apply(PlanDocument document, PlanChangeSet set)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(set);
        if (Malformed(set) is { } malformed)
        {
            return malformed;
        }

        var floors = new PlanParts<PlanFloor>(document.Floors, floor => floor.Key, PlanDocumentContext.Default.PlanFloor, PlanLimits.FloorsMax);
        var sections = new PlanParts<PlanSection>(
            document.Sections, section => section.Key, PlanDocumentContext.Default.PlanSection, PlanLimits.SectionsMax);
        var categories = new PlanParts<PlanCategory>(
            document.Categories, category => category.Key, PlanDocumentContext.Default.PlanCategory, PlanLimits.CategoriesMax);
        var objects = new PlanParts<PlanObject>(document.Objects, drawn => drawn.Id, PlanDocumentContext.Default.PlanObject, PlanLimits.ObjectsMax);
        foreach (var change in set.Changes)
        {
            var invalid = change.Part switch
            {
                PlanPart.Document => null,
                PlanPart.Floor => floors.Apply(change),
                PlanPart.Section => sections.Apply(change),
                PlanPart.Category => categories.Apply(change),
                PlanPart.Drawn => objects.Apply(change),
            };
            if (invalid is not null)
            {
                return invalid;
            }
        }

        var changed = document with { Floors = floors.All, Sections = sections.All, Categories = categories.All, Objects = objects.All };
        if (References(changed, set, floors, sections, categories) is { } lost)
        {
            return lost;
        }

        // The orders at the end, when their parts are there.
        foreach (var change in set.Changes.Where(change => change.Part == PlanPart.Document).OrderBy(change => PlanProperties.IsOrder(change.Key)))
        {
            try
            {
                if (PlanProperties.IsOrder(change.Key))
                {
                    changed = PlanProperties.Ordered(changed, change.Key, change.After);
                }
                else if (WasChanged(changed, change))
                {
                    return new InvalidChange(InvalidChangeKind.ChangedSince, change.Key, $"{change.Key} was changed since.");
                }
                else
                {
                    changed = PlanProperties.With(changed, change.Key, change.After);
                }
            }
            catch (JsonException e)
            {
                var detail = e.Path is null ? e.Message : "The value does not fit.";
                return new InvalidChange(InvalidChangeKind.Unreadable, change.Key, $"{change.Key} cannot be read. {detail}");
            }
        }

        return changed;
    }

    /// <summary>
    /// A change set that was applied, with the document's properties and orders as they were and became: editors need not send the orders
    /// that they started from.
    /// </summary>
    public static PlanChangeSet Canonical(PlanDocument before, PlanDocument after, PlanChangeSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set with
        {
            Changes =
            [
                .. set.Changes.Select(change => change.Part == PlanPart.Document
                    ? change with { Before = PlanProperties.Read(before, change.Key), After = PlanProperties.Read(after, change.Key) }
                    : change),
            ],
        };
    }

    private static InvalidChange? Malformed(PlanChangeSet set)
    {
        if (set.Id == Guid.Empty || !TypedText.IsName(set.Name, PlanChangeSet.NameLengthMax))
        {
            return new InvalidChange(
                InvalidChangeKind.Malformed, null, $"A change set needs an id, and a name of at most {PlanChangeSet.NameLengthMax} characters.");
        }

        if (set.Changes.Count is 0 or > ChangesMax)
        {
            return new InvalidChange(InvalidChangeKind.Malformed, null, $"A change set has 1 to {ChangesMax} changes.");
        }

        var known = new HashSet<(PlanPart, string)>();
        foreach (var change in set.Changes)
        {
            if (change is null || !TypedText.IsText(change.Key) || change.Key.Length is 0 or > PlanLimits.NameLengthMax || string.IsNullOrWhiteSpace(change.Key))
            {
                return new InvalidChange(
                    InvalidChangeKind.Malformed, null, $"A change names its part by a key of at most {PlanLimits.NameLengthMax} characters.");
            }

            if (!known.Add((change.Part, change.Key)))
            {
                return new InvalidChange(InvalidChangeKind.Malformed, change.Key, $"{change.Key} is changed twice.");
            }
        }

        return null;
    }

    private static bool WasChanged(PlanDocument document, PlanChange change)
    {
        try
        {
            return PlanProperties.Read(document, change.Key) is { } known && !PlanProperties.AreSame(known, change.Before);
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair cannot be compared, and no document has one.
            return true;
        }
    }

    // Parts that the set has not touched are checked only where it has removed something that they may refer to.
    private static InvalidChange? References(
        PlanDocument document, PlanChangeSet set, PlanParts<PlanFloor> floors, PlanParts<PlanSection> sections, PlanParts<PlanCategory> categories)
    {
        var removes = set.Changes.Any(change => change.After is null && change.Part is PlanPart.Floor or PlanPart.Section or PlanPart.Category);
        var touched = removes
            ? null
            : set.Changes.Select(change => (change.Part, change.Key)).ToHashSet();
        bool IsChecked(PlanPart part, string key) => touched is null || touched.Contains((part, key));

        foreach (var section in document.Sections.Where(section => section.Floor is not null && IsChecked(PlanPart.Section, section.Key)))
        {
            if (!floors.Has(section.Floor!))
            {
                return Unknown(section.Key, $"The section {section.Name} is on a floor that does not exist: {section.Floor}.");
            }
        }

        foreach (var drawn in document.Objects.Where(drawn => IsChecked(PlanPart.Drawn, drawn.Id)))
        {
            var (section, named) = drawn switch
            {
                SeatedObject seated => (seated.Section, seated.Overrides.Select(special => special.Category).Append(seated.Category)),
                AreaObject area => (area.Section, [area.Category]),
                _ => (null, Enumerable.Empty<string?>()),
            };
            if (section is not null && !sections.Has(section))
            {
                return Unknown(drawn.Id, $"{drawn.Id} is in a section that does not exist: {section}.");
            }

            if (named.FirstOrDefault(category => category is not null && !categories.Has(category)) is { } missing)
            {
                return Unknown(drawn.Id, $"{drawn.Id} is in a category that does not exist: {missing}.");
            }
        }

        return null;
    }

    private static InvalidChange Unknown(string key, string detail) => new(InvalidChangeKind.UnknownReference, key, detail);
}
