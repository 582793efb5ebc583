using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>A scan as a device sends it.</summary>
/// <param name="Seq">The device's own counter.</param>
/// <param name="Ticket">Null: what was read was no ticket.</param>
/// <param name="At">By the device's corrected clock.</param>
/// <param name="Clock">By its own clock.</param>
/// <param name="Unlisted">The ticket's id, where the device's pack did not have it.</param>
public sealed record SentScan(
    Guid Nonce, long Seq, TicketRef? Ticket, PerformanceId Performance, GateId? Gate, ScanKind Kind, DateTimeOffset At, DateTimeOffset Clock,
    int UncertaintyMs, Verdict Said, ScanMethod Method, Guid? Supersedes, string? Reason, TicketId? Unlisted);

/// <summary>Reads scans as devices send them.</summary>
public static class ScanText
{
    public const int ReasonLengthMax = 200;

    // An hour: more would make every entry undecidable.
    private const int UncertaintyMsMax = 3_600_000;

    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>The scan, or the name of the first field that is missing or wrong.</returns>
    public static Outcome<SentScan, string> Read(JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            return "scan";
        }

        if (ReadGuid(sent, "nonce") is not { } nonce)
        {
            return "nonce";
        }

        if (ReadGuid(sent, "performance") is not { } performance)
        {
            return "performance";
        }

        if (!TryReadWord<ScanKind>(sent, "kind", out var kind))
        {
            return "kind";
        }

        if (!TryReadWord<Verdict>(sent, "said", out var said) || said == Verdict.Duplicate)
        {
            return "said";
        }

        if (!TryReadWord<ScanMethod>(sent, "method", out var method))
        {
            return "method";
        }

        if (ReadTime(sent, "at") is not { } at)
        {
            return "at";
        }

        return ReadNumber(sent, "seq") is not { } seq ? "seq"
            : ReadTime(sent, "clock") is not { } clock ? "clock"
            : ReadNumber(sent, "uncertainty") is not (>= 0 and <= UncertaintyMsMax and var uncertainty) ? "uncertainty"
            : ReadRest(sent, new SentScan(
                nonce, seq, null, new PerformanceId(performance), null, kind, at, clock, (int)uncertainty, said, method, null, null, null));
    }

    /// <summary>The nonce of something that is no scan, if it has one.</summary>
    public static Guid? NonceOf(JsonElement sent) => sent.ValueKind == JsonValueKind.Object ? ReadGuid(sent, "nonce") : null;

    // What may be null, depending on the kind.
    private static Outcome<SentScan, string> ReadRest(JsonElement sent, SentScan scan)
    {
        TicketRef? ticket = null;
        if (Has(sent, "ticket"))
        {
            if (!TicketRef.TryParse(ReadText(sent, "ticket"), out var read))
            {
                return "ticket";
            }

            ticket = read;
        }

        TicketId? unlisted = null;
        if (Has(sent, "unlisted"))
        {
            if (ReadGuid(sent, "unlisted") is not { } id || (ticket is not null && TicketRef.Of(new TicketId(id)) != ticket))
            {
                return "unlisted";
            }

            unlisted = new TicketId(id);
            ticket ??= TicketRef.Of(unlisted.Value);
        }

        var (gate, supersedes) = (ReadGuid(sent, "gate"), ReadGuid(sent, "supersedes"));
        var reason = ReadText(sent, "reason");
        var passes = scan.Kind is ScanKind.Entry or ScanKind.Exit;
        return Has(sent, "gate") != (gate is not null) || (passes && gate is null) ? "gate"
            : Has(sent, "supersedes") != (supersedes is not null) || (scan.Kind == ScanKind.Undo && supersedes is null) ? "supersedes"
            : Has(sent, "reason") && (reason is null || reason.Length > ReasonLengthMax || !TypedText.IsText(reason)) ? "reason"
            : passes && ticket is null ? "ticket"
            : passes && !PassesBy(scan) ? "said"
            : scan with
            {
                Ticket = ticket,
                Gate = gate is { } id2 ? new GateId(id2) : null,
                Supersedes = scan.Kind == ScanKind.Undo ? supersedes : null,
                Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(),
                Unlisted = unlisted,
            };
    }

    // Who was not let through was denied.
    private static bool PassesBy(SentScan scan) => scan.Said == (scan.Kind == ScanKind.Entry ? Verdict.Welcome : Verdict.Goodbye)
        || (scan.Kind == ScanKind.Exit && scan.Said == Verdict.NotInside);

    private static bool Has(JsonElement sent, string name) =>
        sent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? ReadText(JsonElement sent, string name) =>
        sent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Guid? ReadGuid(JsonElement sent, string name) =>
        Guid.TryParseExact(ReadText(sent, name), "d", out var id) && id != Guid.Empty ? id : null;

    private static long? ReadNumber(JsonElement sent, string name) =>
        sent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && number is >= long.MinValue / 2 and <= long.MaxValue / 2 ? (long)Math.Round(number) : null;

    private static DateTimeOffset? ReadTime(JsonElement sent, string name) =>
        ReadNumber(sent, name) is { } ms && ms >= Earliest.ToUnixTimeMilliseconds() && ms < Latest.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private static bool TryReadWord<TWord>(JsonElement sent, string name, out TWord value) where TWord : struct, Enum
    {
        value = default;
        return ReadText(sent, name) is { } word && EnumWords.TryFromWord(word, out value);
    }
}
