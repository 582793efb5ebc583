using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.App.Ordering.Api;

/// <summary>Body of <c>POST /api/v1/orders</c>.</summary>
/// <param name="HoldSecret">The hold's secret; not needed with the buyer's cookie.</param>
/// <param name="Extras">Extras beside the seats; a repeat without them removes those of an unpaid order.</param>
/// <param name="Answers">Answers to the questions of the event.</param>
/// <param name="Attendees">One name for each ticket in the order of the hold's seats: <c>"Ada"</c> or <c>{"name": "Ada"}</c>.</param>
/// <param name="Reductions">
/// Names of reduced prices by the labels of seats: <c>{"Stalls-A-12": "Child"}</c>; the performance's tiers list them. Seats that are left out have
/// the full price; without the field the order has what was chosen for the hold on its page.
/// </param>
public sealed record PlaceOrderRequest(
    Guid HoldId, BuyerRequest Buyer, string? HoldSecret = null, IReadOnlyList<AttendeeRequest>? Attendees = null, string? PromoCode = null,
    IReadOnlyList<ExtraRequest>? Extras = null, IReadOnlyList<AnswerRequest>? Answers = null,
    IReadOnlyDictionary<string, string>? Reductions = null);

/// <param name="Amount">Of a donation: minor units. Left out for other kinds.</param>
public sealed record ExtraRequest(Guid Id, int Quantity = 1, long? Amount = null);

/// <param name="Seat">Of a question per attendee: the seat's place in the order, from 0.</param>
/// <param name="Value">A choice's option key, a number, a date as <c>2027-05-01</c>, a country's code, <c>yes</c>, or a text.</param>
public sealed record AnswerRequest(Guid Question, string Value, int? Seat = null);

/// <summary>Body of <c>POST /api/v1/orders/{id}/answers</c>.</summary>
public sealed record AnswersRequest(IReadOnlyList<AnswerRequest> Answers);

public sealed record BuyerRequest(string Name, string Email, string? Phone = null);

/// <summary>The name on a ticket.</summary>
[JsonConverter(typeof(AttendeeJson))]
public sealed record AttendeeRequest(string Name);

/// <summary>Body of <c>POST /api/v1/orders/{id}/refunds</c>; without items and extras the whole order is refunded.</summary>
/// <param name="Extras">Units of extras, by the ids that the order has for them.</param>
public sealed record RefundRequest(
    IReadOnlyList<Guid>? Items = null, bool WithFees = true, bool SeatsBackOnSale = true, string? Reason = null,
    IReadOnlyList<Guid>? Extras = null);

internal sealed class AttendeeJson : JsonConverter<AttendeeRequest>
{
    // Rejects null entries, which would otherwise pass as attendees.
    public override bool HandleNull => true;

    public override AttendeeRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new AttendeeRequest(reader.GetString()!);
        }

        using var attendee = JsonDocument.ParseValue(ref reader);
        return attendee.RootElement.ValueKind == JsonValueKind.Object
            && attendee.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                ? new AttendeeRequest(name.GetString()!)
                : throw new JsonException("An attendee is a name, or an object with a name.");
    }

    public override void Write(Utf8JsonWriter writer, AttendeeRequest value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WriteEndObject();
    }
}
