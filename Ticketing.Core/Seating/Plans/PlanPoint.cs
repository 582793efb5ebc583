using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Core.Seating.Plans;

/// <summary>A point of a drawing in centimetres; y grows downwards, as on a screen. In JSON it is <c>[x, y]</c>.</summary>
[JsonConverter(typeof(PlanPointConverter))]
public readonly record struct PlanPoint(double X, double Y)
{
    public static PlanPoint operator +(PlanPoint left, PlanPoint right) => new(left.X + right.X, left.Y + right.Y);

    public static PlanPoint operator -(PlanPoint left, PlanPoint right) => new(left.X - right.X, left.Y - right.Y);

    public static PlanPoint Add(PlanPoint left, PlanPoint right) => left + right;

    public static PlanPoint Subtract(PlanPoint left, PlanPoint right) => left - right;

    /// <summary>This point rotated about the origin, clockwise on the screen.</summary>
    public PlanPoint Turned(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new PlanPoint((X * cos) - (Y * sin), (X * sin) + (Y * cos));
    }

    public double DistanceTo(PlanPoint other) => Math.Sqrt(SquaredDistanceTo(other));

    public double SquaredDistanceTo(PlanPoint other) => ((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y));
}

/// <summary>Reads and writes a point as an array of two numbers.</summary>
internal sealed class PlanPointConverter : JsonConverter<PlanPoint>
{
    public override PlanPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A point is an array of two numbers.");
        }

        var x = ReadNumber(ref reader);
        var y = ReadNumber(ref reader);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? new PlanPoint(x, y)
            : throw new JsonException("A point has two numbers, no more.");
    }

    public override void Write(Utf8JsonWriter writer, PlanPoint value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.X);
        writer.WriteNumberValue(value.Y);
        writer.WriteEndArray();
    }

    private static double ReadNumber(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number
            ? reader.GetDouble()
            : throw new JsonException("A point has two numbers.");
}
