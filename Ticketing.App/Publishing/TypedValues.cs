using System.Globalization;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;

namespace Ticketing.App.Publishing;

/// <summary>Conversion between the fields of forms and values.</summary>
internal static class TypedValues
{
    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm";
    private static readonly string[] LocalFormats = [LocalFormat, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>The value of a <c>datetime-local</c> field.</summary>
    public static string Local(DateTime? time) => time?.ToString(LocalFormat, CultureInfo.InvariantCulture) ?? "";

    /// <returns>Null: no date and time.</returns>
    public static DateTime? ReadLocal(object? typed) =>
        DateTime.TryParseExact(typed as string, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>The value of a <c>date</c> field.</summary>
    public static DateOnly? ReadDay(object? typed) =>
        DateOnly.TryParseExact(typed as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A whole number, within limits so that no typed digits overflow; anything else is 0.</summary>
    public static int ReadNumber(object? typed) =>
        int.TryParse((typed as string)?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, -1_000_000, 1_000_000)
            : 0;

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc cref="TypedMoney.Amount"/>
    public static string Amount(long? minorUnits, string currency) => TypedMoney.Amount(minorUnits, currency);

    /// <inheritdoc cref="TypedMoney.ReadAmount"/>
    public static long? ReadAmount(string typed, string currency) => TypedMoney.ReadAmount(typed, currency);

    /// <summary>A percentage for a text field: 770 is <c>7.7</c>.</summary>
    public static string Percent(int basisPoints) => (basisPoints / 100m).ToString("0.##", CultureInfo.CurrentCulture);

    /// <returns>Hundredths of a percent; null: no percentage with at most two decimals.</returns>
    public static int? ReadPercent(string typed) =>
        ReadDecimal(typed) is { } percent && percent <= 1000 && decimal.Round(percent, 2) == percent ? (int)(percent * 100) : null;

    /// <summary>A coordinate in degrees.</summary>
    public static double? ReadDegrees(string typed) => double.TryParse(
        typed.Trim().Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees)
        ? degrees
        : null;

    /// <summary>The instant of a local time. A time that the clocks skip is moved on; of one that comes twice it is the first.</summary>
    public static DateTimeOffset InstantOf(DateTime local, string timeZone)
    {
        var clocks = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        if (clocks.IsInvalidTime(local))
        {
            return new DateTimeOffset(local, clocks.GetUtcOffset(local.AddDays(-1))).ToUniversalTime();
        }

        var offset = clocks.IsAmbiguousTime(local) ? clocks.GetAmbiguousTimeOffsets(local).Max() : clocks.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>Whether the clocks skip this time at the venue.</summary>
    public static bool IsSkipped(DateTime local, string timeZone) => TimeZoneInfo.FindSystemTimeZoneById(timeZone).IsInvalidTime(local);

    /// <summary>A local time and its zone: <c>12:04 GMT+1</c>.</summary>
    public static string TimeOf(DateTimeOffset at, string timeZone)
    {
        var local = VenueTime.At(at, timeZone);
        return $"{VenueTime.Time(local, CultureInfo.CurrentCulture)} {VenueTime.Zone(local)}";
    }

    private static decimal? ReadDecimal(string typed) => TypedMoney.ReadDecimal(typed);
}
