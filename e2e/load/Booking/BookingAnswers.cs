using System.Globalization;
using System.Text;

namespace Ticketing.Load.Booking;

/// <summary>Reads fields of hold and order responses.</summary>
internal static class BookingAnswers
{
    private const int IdLength = 36;
    private const int SecretLength = 43;

    /// <summary>The id of the hold or order.</summary>
    public static Guid Id(ReadOnlySpan<byte> body) => Guid.Parse(Field(body, "\"id\":\""u8)[..IdLength]);

    /// <summary>The hold's secret.</summary>
    public static ReadOnlySpan<byte> Secret(ReadOnlySpan<byte> body) => Field(body, "\"secret\":\""u8)[..SecretLength];

    public static DateTimeOffset ExpiresAt(ReadOnlySpan<byte> body)
    {
        var time = Field(body, "\"expiresAt\":\""u8);
        return DateTimeOffset.Parse(Encoding.ASCII.GetString(time[..time.IndexOf((byte)'"')]), CultureInfo.InvariantCulture);
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> body, ReadOnlySpan<byte> before)
    {
        var at = body.IndexOf(before);
        return at >= 0 ? body[(at + before.Length)..] : throw new InvalidDataException("The response lacks the field: " + Encoding.UTF8.GetString(body));
    }
}
