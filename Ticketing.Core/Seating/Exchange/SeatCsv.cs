using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Exchange;

/// <summary>Writes the places of a plan as CSV: a line per seat, and one per area.</summary>
internal static class SeatCsv
{
    public static WrittenPlan Write(PlanDocument document, char separator, PlanPrintTexts texts)
    {
        var plan = PlanSeats.Of(document);
        var csv = new CsvText(separator);
        foreach (var heading in new[]
        {
            texts.Section, texts.Row, texts.Seat, texts.Label, texts.Category, texts.Kind, texts.Entrance, texts.Places,
            "x (cm)", "y (cm)", "Id",
        })
        {
            csv.Text(heading);
        }

        csv.EndRow();
        foreach (var seat in plan.Seats)
        {
            var section = document.Sections[seat.Section];
            csv.Text(section.Name).Text(seat.RowName).Text(seat.Number).Text($"{section.Name}-{seat.RowName}-{seat.Number}")
                .Text(seat.Category < 0 ? null : document.Categories[seat.Category].Name).Text(NameOf(seat.Kind, texts))
                .Text(section.Entrance).Number(1).Number(Whole(seat.At.X)).Number(Whole(seat.At.Y))
                .Text(new SeatKey(seat.Drawn.Id, seat.Row, seat.Ordinal).ToString()).EndRow();
        }

        foreach (var area in plan.Areas)
        {
            var section = document.Sections.First(known => known.Key == area.Section);
            var middle = PlanSeats.MiddleOf(area.Points);
            csv.Text(section.Name).Text(null).Text(null).Text(section.Name)
                .Text(document.Categories.First(known => known.Key == area.Category).Name)
                .Text(area.Kind switch { AreaKind.Standing => texts.Standing, AreaKind.Free => texts.FreeSeating })
                .Text(section.Entrance).Number(area.Capacity).Number(Whole(middle.X)).Number(Whole(middle.Y)).Text(area.Id).EndRow();
        }

        return new WrittenPlan(csv.ToBytes(), CsvText.ContentType, LeftOut(plan));
    }

    /// <summary>The word for a kind of seat.</summary>
    public static string NameOf(SeatKind kind, PlanPrintTexts texts) => kind switch
    {
        SeatKind.Regular => texts.Regular,
        SeatKind.Wheelchair => texts.Wheelchair,
        SeatKind.Companion => texts.Companion,
        SeatKind.RestrictedView => texts.RestrictedView,
    };

    /// <summary>The note of objects that are not written, if there are any.</summary>
    public static IReadOnlyList<ExchangeNote> LeftOut(PlanSeats plan) => plan.LeftOut == 0
        ? []
        : [new ExchangeNote(ExchangeNoteKind.ObjectsNotWritten, [plan.LeftOut.ToString(CultureInfo.InvariantCulture)])];

    private static long Whole(double length) => (long)Math.Round(length, MidpointRounding.AwayFromZero);
}
