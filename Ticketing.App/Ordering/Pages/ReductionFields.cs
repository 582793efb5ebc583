using System.Globalization;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Seating;

namespace Ticketing.App.Ordering.Pages;

/// <summary>The fields of a checkout's form with the chosen price of each seat: <c>Reduction.12</c> is of the seat with index 12; empty: the full price.</summary>
internal static class ReductionFields
{
    private const string Prefix = "Reduction.";

    public static string NameOf(SeatIndex seat) => Prefix + seat.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null: the form has no such field. Fields that are of no seat are ignored.</summary>
    public static ChosenReductions? Read(IFormCollection form)
    {
        var fields = form.Where(field => field.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        return fields.Count == 0
            ? null
            : ChosenReductions.Of(
                from field in fields
                let seat = int.TryParse(field.Key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1
                where seat >= 0
                select KeyValuePair.Create(new SeatIndex(seat), field.Value.ToString()));
    }
}
