using System.Text.Json;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Reads pretix' seating plans, and files that extend them.</summary>
internal sealed class PretixReader(ImportedPlan plan)
{
    // The editor's distance between seats that have no position.
    private const double DefaultStep = 25 * PretixFormat.PixelCm;

    private static readonly HashSet<string> RootFields = ["name", "size", "categories", "zones"];
    private static readonly HashSet<string> CategoryFields = ["name", "color"];
    private static readonly HashSet<string> ZoneFields = ["name", "position", "rows", "areas", "uuid", "zone_id"];

    private static readonly HashSet<string> RowFields =
        ["row_number", "position", "seats", "number_of_seats", "uuid", "wheelchair"];

    private static readonly HashSet<string> SeatFields =
        ["seat_guid", "seat_number", "position", "category", "uuid", "radius", "wheelchair", "companion"];

    private PlanPoint? _size;

    /// <summary>Zones of which at least one lists seats or areas.</summary>
    public static bool Recognizes(JsonElement root) => root.Field("zones").AsItems().Any(zone =>
        zone.Field("areas").AsItems().Any()
        || zone.Field("rows").AsItems().Any(row => row.Field("seats")?.ValueKind == JsonValueKind.Array));

    public void Read(JsonElement root)
    {
        root.NoteUnknown("", RootFields, plan.Notes);
        plan.Name = TextCleaner.Name(root.Field("name").AsText(), plan.Notes);
        _size = root.Field("size") is { } size
            && size.Field("width").AsNumber() is { } width && size.Field("height").AsNumber() is { } height
            ? new PlanPoint(width * PretixFormat.PixelCm, height * PretixFormat.PixelCm)
            : null;
        foreach (var category in root.Field("categories").AsItems())
        {
            category.NoteUnknown("categories.", CategoryFields, plan.Notes);
            plan.Categories.Add((TextCleaner.Name(category.Field("name").AsText(), plan.Notes), category.Field("color").AsText()));
        }

        foreach (var zone in root.Field("zones").AsItems())
        {
            ReadZone(zone);
            if (plan.IsTooLarge)
            {
                return;
            }
        }
    }

    private void ReadZone(JsonElement zone)
    {
        zone.NoteUnknown("zones.", ZoneFields, plan.Notes);
        var origin = zone.Field("position").AsPosition() ?? default;
        var areas = new PretixAreas(plan);
        foreach (var area in zone.Field("areas").AsItems())
        {
            areas.Read(area, origin);
        }

        var rows = zone.Field("rows").AsItems().ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var made = plan.AddZone(zone.Field("name").AsText() ?? zone.Field("zone_id").AsText());
        foreach (var row in rows)
        {
            row.NoteUnknown("zones.rows.", RowFields, plan.Notes);
            var seats = row.Field("seats").AsItems().ToList();
            if (!plan.TryTake(seats.Count))
            {
                return;
            }

            plan.AddRow(made, row.Field("row_number").AsText(), ReadSeats(made, row, seats, origin));
        }
    }

    private List<ImportedSeat> ReadSeats(ImportedZone zone, JsonElement row, List<JsonElement> seats, PlanPoint zoneOrigin)
    {
        var origin = zoneOrigin + (row.Field("position").AsPosition() ?? default);
        var wheelchair = row.Field("wheelchair");
        if (wheelchair.AsWhole() is > 0 and var places)
        {
            plan.Notes.Add(ExchangeNoteKind.WheelchairsNotPlaced, zone.Name, NoteList.Text(places));
        }

        var read = new List<ImportedSeat>(seats.Count);
        foreach (var (seat, index) in seats.Select((seat, index) => (seat, index)))
        {
            if (seat.ValueKind != JsonValueKind.Object)
            {
                plan.Notes.Count(ExchangeNoteKind.SeatsLeftOut);
                continue;
            }

            seat.NoteUnknown("zones.rows.seats.", SeatFields, plan.Notes);
            if (seat.Field("position").AsPosition() is not { } at)
            {
                plan.Notes.Count(ExchangeNoteKind.PositionsInvented);
                at = new PlanPoint(index * DefaultStep, 0);
            }

            at += origin;
            if (_size is { } size && (at.X < 0 || at.Y < 0 || at.X > size.X || at.Y > size.Y))
            {
                plan.Notes.Count(ExchangeNoteKind.OutsideOfSize);
            }

            read.Add(new ImportedSeat(
                seat.Field("seat_number").AsText() ?? "", at, seat.Field("category").AsText(), KindOf(seat, wheelchair),
                seat.Field("seat_guid").AsText() ?? seat.Field("uuid").AsText()));
        }

        return read;
    }

    private static SeatKind KindOf(JsonElement seat, JsonElement? wheelchairRow) =>
        seat.Field("companion").IsTrue() ? SeatKind.Companion
        : seat.Field("wheelchair").IsTrue() || wheelchairRow.IsTrue() ? SeatKind.Wheelchair
        : SeatKind.Regular;
}
