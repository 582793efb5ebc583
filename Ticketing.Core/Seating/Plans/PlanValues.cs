using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Seating.Plans;

/// <summary>What the values of a plan's JSON have to be so that they can be stored and laid out, wherever they come from.</summary>
internal static class PlanValues
{
    // Numbers are centimetres, degrees and counts.
    private const double NumberMax = 10_000_000;
    private const int TextLengthMax = 500;
    private const int ListMax = PlanLimits.PlacesMax;

    /// <summary>
    /// Draws the line at what cannot be stored or handled; what is merely wrong is for <see cref="PlanChecks"/> to report. The serializer
    /// checks members against null, not the items of lists, and reads numbers that are too large as infinite.
    /// </summary>
    /// <exception cref="JsonException">A value does not fit; the message is for the sender.</exception>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    public static void Check(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Check(member.Value);
                }

                break;
            case JsonValueKind.Array:
                if (value.GetArrayLength() > ListMax)
                {
                    throw new JsonException($"A list has at most {ListMax} entries.");
                }

                foreach (var item in value.EnumerateArray())
                {
                    Check(item.ValueKind == JsonValueKind.Null ? throw new JsonException("A list has no empty entries.") : item);
                }

                break;
            case JsonValueKind.String when value.GetString() is var text && (text!.Length > TextLengthMax || !TypedText.IsText(text)):
                throw new JsonException($"A text has at most {TextLengthMax} characters and no control characters.");
            case JsonValueKind.Number when !(Math.Abs(value.GetDouble()) <= NumberMax):
                throw new JsonException($"A number is at most {NumberMax}.");
        }
    }
}
