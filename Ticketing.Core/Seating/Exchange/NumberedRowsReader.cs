using System.Text.Json;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>
/// Reads rows that are given by their first and last number, by floor: <c>{"floors":[{"name":…,"rows":[{"first":1,"last":20}]}]}</c>.
/// They have no positions, so rows are drawn straight, centred and behind each other.
/// </summary>
internal sealed class NumberedRowsReader(ImportedPlan plan)
{
    private const double SeatStep = 52;
    private const double RowStep = 90;
    private const double AisleWidth = 100;
    private const double FloorGap = 300;

    private static readonly string[] FloorFields = ["floors", "levels", "tiers", "sections", "blocks", "zones"];
    private static readonly string[] NameFields = ["name", "row", "label", "number", "row_number", "id", "floor"];
    private static readonly string[] PhoneFields = ["telephone", "telephoneOnly", "phone", "phoneOnly"];
    private static readonly string[] TotalFields = ["total", "totalSeats", "capacity"];

    private static readonly HashSet<string> Known =
    [
        .. FloorFields, .. NameFields, .. PhoneFields, .. TotalFields,
        "rows", "first", "last", "aisleAfter", "unavailable", "wheelchair", "category", "grade", "price", "title",
    ];

    private double _top;

    public static bool Recognizes(JsonElement root) => Floors(root).Any(floor => floor.Floor.Field("rows").AsItems().Any(IsNumbered));

    public void Read(JsonElement root)
    {
        root.NoteUnknown("", Known, plan.Notes);
        plan.Name = TextCleaner.Name(root.Field("name", "title").AsText(), plan.Notes);
        var found = Floors(root).Sum(floor => ReadFloor(floor.Name, floor.Floor, root));
        if (root.Field(FloorFields) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object })
        {
            NoteTotal(root, found);
        }
    }

    // An array of floors, an object by name, or the root itself.
    private static IEnumerable<(string? Name, JsonElement Floor)> Floors(JsonElement root) => root.Field(FloorFields) switch
    {
        { ValueKind: JsonValueKind.Array } floors => floors.EnumerateArray().Select(floor => (floor.Field(NameFields).AsText(), floor)),
        { ValueKind: JsonValueKind.Object } floors => floors.EnumerateObject()
            .Select(floor => (floor.Value.Field(NameFields).AsText() ?? (string?)floor.Name, floor.Value)),
        _ => [(null, root)],
    };

    private static bool IsNumbered(JsonElement row) => row.Field("first").AsWhole() is >= 0 && row.Field("last").AsWhole() is >= 0;

    private int ReadFloor(string? name, JsonElement floor, JsonElement root)
    {
        floor.NoteUnknown("floors.", Known, plan.Notes);
        var zone = plan.AddZone(name);
        NotePrice(zone, floor);
        var before = zone.Rows.Count;
        var found = 0;
        foreach (var (row, index) in floor.Field("rows").AsItems().Select((row, index) => (row, index)))
        {
            row.NoteUnknown("floors.rows.", Known, plan.Notes);
            if (!IsNumbered(row))
            {
                plan.Notes.Count(ExchangeNoteKind.EmptyRows);
                continue;
            }

            var (first, last) = (row.Field("first").AsWhole()!.Value, row.Field("last").AsWhole()!.Value);
            if (!plan.TryTake(Math.Abs((long)last - first) + 1))
            {
                return found;
            }

            NotePrice(zone, row);
            var category = (row.Field("category", "grade") ?? floor.Field("category", "grade")).AsText()
                ?? (floor.Field("price") is null ? null : zone.Name);
            var seats = Seats(zone, row, floor, root, first, last, category);
            found += seats.Count;
            plan.AddRow(zone, row.Field(NameFields).AsText() ?? NoteList.Text(index + 1), seats);
        }

        _top += zone.Rows.Count == before ? 0 : FloorGap;
        NoteTotal(floor, found);
        return found;
    }

    private List<ImportedSeat> Seats(
        ImportedZone zone, JsonElement row, JsonElement floor, JsonElement root, int first, int last, string? category)
    {
        var aisles = Numbers(row.Field("aisleAfter") ?? floor.Field("aisleAfter") ?? root.Field("aisleAfter"));
        var unavailable = Numbers(row.Field("unavailable"));
        var phone = Numbers(row.Field(PhoneFields));
        var wheelchairs = row.Field("wheelchair") is { ValueKind: JsonValueKind.Array } places ? Numbers(places) : [];
        if (row.Field("wheelchair").AsWhole() is > 0 and var count)
        {
            plan.Notes.Add(ExchangeNoteKind.WheelchairsNotPlaced, zone.Name, NoteList.Text(count));
        }

        var direction = first <= last ? 1 : -1;
        var seats = new List<ImportedSeat>();
        var along = 0.0;
        for (var number = first; number != last + direction; number += direction)
        {
            if (unavailable.Contains(number))
            {
                plan.Notes.Count(ExchangeNoteKind.UnavailableRemoved);
            }
            else
            {
                var kind = wheelchairs.Contains(number) || row.Field("wheelchair").IsTrue() ? SeatKind.Wheelchair : SeatKind.Regular;
                seats.Add(new ImportedSeat(NoteList.Text(number), new PlanPoint(along, _top), category, kind));
                plan.Notes.Count(ExchangeNoteKind.PhoneOnlyIgnored, by: phone.Contains(number) ? 1 : 0);
            }

            along += SeatStep + (aisles.Contains(direction > 0 ? number : number - 1) && number != last ? AisleWidth : 0);
        }

        _top += RowStep;
        var middle = new PlanPoint((along - SeatStep) / 2, 0);
        return [.. seats.Select(seat => seat with { At = seat.At - middle })];
    }

    // One number or several.
    private static HashSet<int> Numbers(JsonElement? value) => value.AsWhole() is { } single
        ? [single]
        : [.. value.AsItems().Select(item => ((JsonElement?)item).AsWhole()).OfType<int>()];

    private void NotePrice(ImportedZone zone, JsonElement owner)
    {
        if (owner.Field("price") is { } price)
        {
            plan.Notes.Add(ExchangeNoteKind.PriceIgnored, zone.Name, ((JsonElement?)price).AsText() ?? price.ValueKind.ToString());
        }
    }

    private void NoteTotal(JsonElement owner, int found)
    {
        if (owner.Field(TotalFields).AsWhole() is { } stated && stated != found)
        {
            plan.Notes.Add(ExchangeNoteKind.TotalDiffers, NoteList.Text(stated), NoteList.Text(found));
        }
    }
}
