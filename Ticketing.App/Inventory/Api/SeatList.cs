using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Api;

/// <summary>The seats as a JSON list, encoded once per version of the state.</summary>
internal sealed class SeatList
{
    private readonly ConditionalWeakTable<SeatFrame, Lazy<byte[]>> _encoded = [];

    public byte[] Encode(SeatFrame snapshot, SellingFacts facts) =>
        _encoded.GetValue(snapshot, frame => new Lazy<byte[]>(() => EncodeNow(frame, facts))).Value;

    private static byte[] EncodeNow(SeatFrame snapshot, SellingFacts facts)
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
                json.WriteString("tier", facts.TierOf(seat)?.Name);
                json.WriteString("status", snapshot.StatusOf(i).Word());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
