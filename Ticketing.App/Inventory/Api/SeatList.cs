using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Api;

/// <summary>The seats as a JSON list, encoded once per version of the state and choice of tiers that are seen.</summary>
internal sealed class SeatList
{
    private readonly ConditionalWeakTable<SeatFrame, ConcurrentDictionary<string, Lazy<byte[]>>> _encoded = [];

    /// <param name="shown">The ordinals of the tiers by code that the client sees; without the others its seats have no tier.</param>
    /// <returns>The list, and the mark of the plan and of the tiers that are left out.</returns>
    public (byte[] Bytes, string Version) Encode(SeatFrame snapshot, SellingFacts facts, IEnumerable<short> shown)
    {
        HashSet<short> hidden = [.. facts.Tiers.Where(tier => tier.Rules.ByCode).Select(tier => tier.Ordinal).Except(shown)];
        var version = $"-{facts.Plan.Id[..8]}" + string.Concat(hidden.Order().Select(ordinal => string.Create(CultureInfo.InvariantCulture, $"-{ordinal}")));
        var bytes = _encoded.GetOrCreateValue(snapshot).GetOrAdd(version, _ => new Lazy<byte[]>(() => EncodeNow(snapshot, facts, hidden))).Value;
        return (bytes, version);
    }

    private static byte[] EncodeNow(SeatFrame snapshot, SellingFacts facts, HashSet<short> hidden)
    {
        var plan = facts.Plan;
        var buffer = new ArrayBufferWriter<byte>(plan.PlaceCount * 128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", snapshot.Version);
            json.WriteStartArray("seats");
            for (var i = 0; i < plan.PlaceCount; i++)
            {
                var seat = new SeatIndex(i);
                json.WriteStartObject();
                json.WriteNumber("index", i);
                json.WriteString("label", plan.LabelOf(seat));
                json.WriteString("section", plan.SectionOf(seat).Name);
                json.WriteString("row", plan.RowOf(seat));
                json.WriteString("number", plan.NumberOf(seat));
                json.WriteString("tier", facts.TierOf(seat) is { } tier && !hidden.Contains(tier.Ordinal) ? tier.Name : null);
                json.WriteString("status", (i < snapshot.SeatCount ? snapshot.StatusOf(i) : SeatStatus.Blocked).Word());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
