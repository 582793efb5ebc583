using System.Text.RegularExpressions;
using Ticketing.Core.Seating.Compiled;

namespace Ticketing.Core.Seating.Plans;

/// <summary>
/// Validates a document before the seats are laid out. Invalid objects are excluded from the later checks, so that one mistake does not
/// hide others.
/// </summary>
internal sealed partial class PlanChecks(PlanDocument document, List<PlanProblem> problems)
{
    private readonly HashSet<string> _categories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _floors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sections = new(StringComparer.Ordinal);

    /// <summary>Returns the valid objects.</summary>
    public List<PlanObject> Run()
    {
        CheckDocument();
        CheckCategories();
        CheckFloors();
        CheckSections();
        if (document.Objects.Count > PlanLimits.ObjectsMax)
        {
            Add(PlanProblemKind.TooLarge, null, $"A plan has at most {PlanLimits.ObjectsMax} objects.");
            return [];
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var sound = new List<PlanObject>(document.Objects.Count);
        foreach (var drawn in document.Objects)
        {
            var before = problems.Count;
            if (string.IsNullOrWhiteSpace(drawn.Id) || drawn.Id.Length > PlanLimits.NameLengthMax)
            {
                Add(PlanProblemKind.ValueOutOfRange, drawn.Id, "An object has no id, or one that is too long.");
            }
            else if (!ids.Add(drawn.Id))
            {
                Add(PlanProblemKind.DuplicateObjectId, drawn.Id, $"Several objects have the id {drawn.Id}.");
            }

            Check(drawn);
            if (problems.Count == before)
            {
                sound.Add(drawn);
            }
        }

        return sound;
    }

    private void CheckDocument()
    {
        if (document.Format != PlanDocument.CurrentFormat)
        {
            Add(PlanProblemKind.UnknownFormat, null, $"The plan has format {document.Format}, not {PlanDocument.CurrentFormat}.");
        }

        if (!IsName(document.Name))
        {
            Add(PlanProblemKind.WithoutName, null, "The plan needs a name.");
        }

        if (document.SeatRadius is < 10 or > 100)
        {
            Add(PlanProblemKind.ValueOutOfRange, null, "A seat's radius is 10 to 100 cm.");
        }

        if (document.Focus is { } focus && !IsPlace(focus))
        {
            Add(PlanProblemKind.ValueOutOfRange, null, "The focus is outside the drawing.");
        }
    }

    private void CheckCategories()
    {
        if (document.Categories.Count > PlanLimits.CategoriesMax)
        {
            Add(PlanProblemKind.TooLarge, null, $"A plan has at most {PlanLimits.CategoriesMax} categories.");
        }

        foreach (var category in document.Categories)
        {
            if (!IsName(category.Key) || !IsName(category.Name))
            {
                Add(PlanProblemKind.WithoutName, null, "A category needs a key and a name.");
            }
            else if (!_categories.Add(category.Key))
            {
                Add(PlanProblemKind.DuplicateCategory, null, $"Two categories have the key {category.Key}.");
            }

            if (category.Color is null || !HexColor().IsMatch(category.Color))
            {
                Add(PlanProblemKind.InvalidColor, null, $"The colour of {category.Name} is not of the form #5b8def.");
            }
        }
    }

    private void CheckFloors()
    {
        if (document.Floors.Count > PlanLimits.FloorsMax)
        {
            Add(PlanProblemKind.TooLarge, null, $"A plan has at most {PlanLimits.FloorsMax} floors.");
        }

        foreach (var floor in document.Floors)
        {
            if (!IsName(floor.Key) || !IsName(floor.Name))
            {
                Add(PlanProblemKind.WithoutName, null, "A floor needs a key and a name.");
            }
            else if (!_floors.Add(floor.Key))
            {
                Add(PlanProblemKind.DuplicateFloor, null, $"Two floors have the key {floor.Key}.");
            }
        }
    }

    private void CheckSections()
    {
        if (document.Sections.Count > PlanLimits.SectionsMax)
        {
            Add(PlanProblemKind.TooLarge, null, $"A plan has at most {PlanLimits.SectionsMax} sections.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in document.Sections)
        {
            if (!IsName(section.Key) || !IsName(section.Name))
            {
                Add(PlanProblemKind.WithoutName, null, "A section needs a key and a name.");
            }
            else if (!_sections.Add(section.Key) | !names.Add(section.Name))
            {
                Add(PlanProblemKind.DuplicateSection, null, $"Two sections are called {section.Name} or have the key {section.Key}.");
            }

            if (section.Floor is not null && !_floors.Contains(section.Floor))
            {
                Add(PlanProblemKind.UnknownFloor, null, $"There is no floor {section.Floor}, on which {section.Name} is.");
            }

            if (section.Outline is not null && !IsPolygon(section.Outline))
            {
                Add(PlanProblemKind.InvalidPolygon, null, $"The outline of {section.Name} has 3 to {PlanLimits.PointsMax} corners inside the drawing.");
            }
        }
    }

    private void Check(PlanObject drawn)
    {
        switch (drawn)
        {
            case SeatedObject seated:
                CheckSeated(seated);
                break;
            case AreaObject area:
                CheckSection(area, area.Section);
                CheckCategory(area, area.Category);
                CheckPolygon(area, area.Points);
                if (area.Capacity is < 1 or > PlanLimits.PlacesMax)
                {
                    Add(PlanProblemKind.AreaWithoutCapacity, area.Id, $"An area holds 1 to {PlanLimits.PlacesMax} people.");
                }

                break;
            case StageObject stage:
                CheckPolygon(stage, stage.Points);
                break;
            case ShapeObject shape:
                CheckPolygon(shape, shape.Points);
                break;
            case TextObject text:
                Expect(text, IsName(text.Text), "A text needs words.");
                Expect(text, IsPlace(new PlanPoint(text.X, text.Y)) && text.Size is > 0 and <= 10_000, "A text is outside the drawing.");
                break;
        }
    }

    private void CheckSeated(SeatedObject seated)
    {
        CheckSection(seated, seated.Section);
        CheckCategory(seated, seated.Category);
        Expect(seated, IsPlace(new PlanPoint(seated.X, seated.Y)) && double.IsFinite(seated.Angle), "It is outside the drawing.");
        CheckNumbering(seated, seated.SeatNumbering);
        switch (seated)
        {
            case RowObject row:
                Expect(row, IsName(row.Name), "The row needs a name.");
                Expect(row, row.Path is null || IsLine(row.Path), $"A row's line has 2 to {PlanLimits.PointsMax} different points inside the drawing.");
                CheckBlock(row, SeatLayout.AsBlock(row));
                break;
            case BlockObject block:
                CheckNumbering(block, block.RowNumbering);
                CheckBlock(block, block);
                break;
            case TableObject table:
                Expect(table, IsName(table.Name), "The table needs a name.");
                Expect(table, table.Seats is >= 1 and <= 100, "A table has 1 to 100 seats.");
                Expect(table, table.EndSeats >= 0 && table.EndSeats * 2 <= table.Seats, "There are more seats at the table's ends than in all.");
                Expect(table, table.Width is > 0 and <= 5_000 && table.Depth is > 0 and <= 5_000, "A table is up to 50 m long.");
                break;
        }

        foreach (var special in seated.Overrides)
        {
            if (special.Category is not null && !_categories.Contains(special.Category))
            {
                Add(PlanProblemKind.UnknownCategory, seated.Id, $"There is no category {special.Category}.");
            }

            Expect(seated, special.Label is null || IsName(special.Label), "A seat's label is empty or too long.");
            Expect(seated, IsPlace(new PlanPoint(special.Dx ?? 0, special.Dy ?? 0)), "A seat is moved out of the drawing.");
        }
    }

    private void CheckBlock(SeatedObject drawn, BlockObject block)
    {
        Expect(drawn, block.Rows is >= 1 and <= PlanLimits.RowsMax, $"A block has 1 to {PlanLimits.RowsMax} rows.");
        Expect(drawn, block.Spacing is > 0 and <= 10_000 && block.RowSpacing is > 0 and <= 10_000, "Seats and rows are up to 100 m apart.");
        Expect(drawn, Math.Abs(block.Skew) <= 10_000 && Math.Abs(block.SeatGrowth) <= 100, "Skew or growth is too large.");
        Expect(drawn, block.Aisles.All(a => a.Width is > 0 and <= 10_000 && Math.Abs(a.Growth) <= 100), "An aisle is up to 100 m wide.");

        var last = Math.Clamp(block.Rows, 1, PlanLimits.RowsMax) - 1;
        var most = Math.Max(block.Seats, block.Seats + (last * block.SeatGrowth));
        Expect(drawn, block.Seats >= 1 && most <= PlanLimits.SeatsInRowMax, $"A row has 1 to {PlanLimits.SeatsInRowMax} seats.");

        // A radius that changes sign within the block would invert the rows behind the centre.
        var (first, behind) = (block.Radius, block.Radius + (last * block.RowSpacing));
        Expect(drawn, first == 0 || (Math.Abs(first) <= PlanLimits.CoordinateMax && first * behind > 0), "The curve is too tight for so many rows.");
    }

    private void CheckNumbering(SeatedObject drawn, NumberingScheme scheme)
    {
        Expect(drawn, scheme.Step is >= 1 and <= 100, "Numbers go on by 1 to 100.");
        Expect(drawn, scheme.Start is >= 0 and <= 100_000, "Numbers start at 0 to 100,000.");
        Expect(drawn, scheme.Style != NumberingStyle.Letters || scheme.Start >= 1, "Letters start at 1.");
        Expect(drawn, scheme.Prefix.Length <= PlanLimits.NameLengthMax && scheme.Skip.Count <= 1_000, "The numbering is too long.");
    }

    private void CheckSection(PlanObject drawn, string? section)
    {
        if (section is null || !_sections.Contains(section))
        {
            Add(PlanProblemKind.UnknownSection, drawn.Id, section is null ? "It belongs to no section." : $"There is no section {section}.");
        }
    }

    // A missing category is reported per seat by SeatChecks, since overrides may set one.
    private void CheckCategory(PlanObject drawn, string? category)
    {
        if (category is not null && !_categories.Contains(category))
        {
            Add(PlanProblemKind.UnknownCategory, drawn.Id, $"There is no category {category}.");
        }
        else if (category is null && drawn is AreaObject)
        {
            Add(PlanProblemKind.SeatsWithoutCategory, drawn.Id, "The area has no category.");
        }
    }

    private void CheckPolygon(PlanObject drawn, IReadOnlyList<PlanPoint> points)
    {
        if (!IsPolygon(points))
        {
            Add(PlanProblemKind.InvalidPolygon, drawn.Id, $"A shape has 3 to {PlanLimits.PointsMax} corners inside the drawing.");
        }
    }

    private void Expect(PlanObject drawn, bool condition, string detail)
    {
        if (!condition)
        {
            Add(PlanProblemKind.ValueOutOfRange, drawn.Id, detail);
        }
    }

    private void Add(PlanProblemKind kind, string? objectId, string detail) => problems.Add(new PlanProblem(kind, objectId, detail));

    private static bool IsName(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= PlanLimits.NameLengthMax && !text.Any(char.IsControl);

    private static bool IsPolygon(IReadOnlyList<PlanPoint> points) => points.Count is >= 3 and <= PlanLimits.PointsMax && points.All(IsPlace);

    private static bool IsLine(IReadOnlyList<PlanPoint> points) =>
        points.Count is >= 2 and <= PlanLimits.PointsMax && points.All(IsPlace) && points.Zip(points.Skip(1)).All(pair => pair.First != pair.Second);

    private static bool IsPlace(PlanPoint point) =>
        Math.Abs(point.X) <= PlanLimits.CoordinateMax && Math.Abs(point.Y) <= PlanLimits.CoordinateMax;

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColor();
}
