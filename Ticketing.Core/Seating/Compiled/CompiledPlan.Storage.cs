using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Seating.Plans;

namespace Ticketing.Core.Seating.Compiled;

public sealed partial class CompiledPlan
{
    private const byte StorageFormat = 1;

    private enum DecorType : byte
    {
        Stage,
        Text,
        Shape,
    }

    /// <summary>The compact form for the database: less than 100 kB for an arena.</summary>
    public byte[] ToBytes()
    {
        using var stored = new MemoryStream();
        stored.WriteByte(StorageFormat);
        using (var brotli = new BrotliStream(stored, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(Content());
        }

        return stored.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The format is unknown, or the data is damaged.</exception>
    public static CompiledPlan FromBytes(byte[] stored)
    {
        if (stored.Length == 0 || stored[0] != StorageFormat)
        {
            throw new InvalidDataException("This is no compiled plan of a format this application knows.");
        }

        using var brotli = new BrotliStream(new MemoryStream(stored, 1, stored.Length - 1), CompressionMode.Decompress);
        using var reader = new BinaryReader(brotli, Encoding.UTF8);
        try
        {
            return new CompiledPlan(ReadFrame(reader), ReadSeats(reader));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("The compiled plan is damaged.", e);
        }
    }

    // Hashes the uncompressed content: the compressed bytes depend on the compressor's version.
    private static string IdOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));

    private byte[] Content()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        WriteFrame(writer);
        WriteSeats(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    private void WriteFrame(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write7BitEncodedInt(SeatRadius);
        WriteSigned(writer, [Bounds.MinX, Bounds.MinY, Bounds.MaxX, Bounds.MaxY, Frame.FocusX, Frame.FocusY]);
        WriteList(writer, Categories, c =>
        {
            writer.Write(c.Key);
            writer.Write(c.Name);
            writer.Write(c.Color);
        });
        WriteList(writer, Sections, s => WriteSection(writer, s));
        WriteList(writer, Runs, r =>
        {
            writer.Write7BitEncodedInt(r.Section);
            writer.Write(r.Row);
            writer.Write7BitEncodedInt(r.Count);
            writer.Write(r.ObjectId);
            writer.Write7BitEncodedInt(r.ObjectRow);
            writer.Write(r.IsTable);
        });
        WriteList(writer, Decor, d => WriteDecor(writer, d));
    }

    private static void WriteSection(BinaryWriter writer, CompiledSection section)
    {
        writer.Write(section.Key);
        writer.Write(section.Name);
        writer.Write7BitEncodedInt(section.Count);
        WritePoints(writer, section.Outline.AsSpan());
        WriteSigned(writer, [section.LabelX, section.LabelY]);
        writer.Write(section.Area is not null);
        if (section.Area is { } area)
        {
            writer.Write((byte)area.Kind);
            writer.Write7BitEncodedInt(area.Category);
            writer.Write(area.ObjectId);
        }

        writer.Write(section.Entrance ?? "");
    }

    private static void WriteDecor(BinaryWriter writer, CompiledDecor decor)
    {
        switch (decor)
        {
            case CompiledStage stage:
                writer.Write((byte)DecorType.Stage);
                WritePoints(writer, stage.Points.AsSpan());
                writer.Write(stage.Text);
                break;
            case CompiledText text:
                writer.Write((byte)DecorType.Text);
                WriteSigned(writer, [text.X, text.Y, text.Size, text.Rotate]);
                writer.Write(text.Text);
                break;
            case CompiledShape shape:
                writer.Write((byte)DecorType.Shape);
                WritePoints(writer, shape.Points.AsSpan());
                writer.Write((byte)shape.Fill);
                break;
        }
    }

    private void WriteSeats(BinaryWriter writer)
    {
        WriteDeltas(writer, _seats.X);
        WriteDeltas(writer, _seats.Y);
        WriteList(writer, _seats.Numbers, writer.Write);
        foreach (var number in _seats.Number)
        {
            writer.Write7BitEncodedInt(number);
        }

        writer.Write(_seats.Category);
        writer.Write(_seats.Kind);
        foreach (var ordinal in _seats.Ordinal)
        {
            writer.Write7BitEncodedInt(ordinal);
        }
    }

    private static PlanFrame ReadFrame(BinaryReader reader)
    {
        var name = reader.ReadString();
        var radius = reader.Read7BitEncodedInt();
        var bounds = new PlanBounds(ReadSigned(reader), ReadSigned(reader), ReadSigned(reader), ReadSigned(reader));
        var (focusX, focusY) = (ReadSigned(reader), ReadSigned(reader));
        var categories = ReadList(reader, () => new CompiledCategory(reader.ReadString(), reader.ReadString(), reader.ReadString()));
        var places = 0;
        var sections = ReadList(reader, () =>
        {
            var section = ReadSection(reader, places);
            places += section.Count;
            return section;
        });
        var seats = 0;
        var runs = ReadList(reader, () =>
        {
            var run = new CompiledRun(
                reader.Read7BitEncodedInt(), reader.ReadString(), seats, reader.Read7BitEncodedInt(), reader.ReadString(),
                reader.Read7BitEncodedInt(), reader.ReadBoolean());
            seats = run.End;
            return run;
        });
        return new PlanFrame(name, radius, bounds, focusX, focusY, categories, sections, runs, ReadList(reader, () => ReadDecor(reader)));
    }

    private static CompiledSection ReadSection(BinaryReader reader, int first)
    {
        var (key, name) = (reader.ReadString(), reader.ReadString());
        var count = reader.Read7BitEncodedInt();
        var outline = ReadPoints(reader);
        var (labelX, labelY) = (ReadSigned(reader), ReadSigned(reader));
        var area = reader.ReadBoolean()
            ? new CompiledArea((AreaKind)reader.ReadByte(), reader.Read7BitEncodedInt(), reader.ReadString())
            : null;
        var entrance = reader.ReadString();
        return new CompiledSection(key, name, first, count, outline, labelX, labelY, area, entrance.Length == 0 ? null : entrance);
    }

    private static CompiledDecor ReadDecor(BinaryReader reader) => (DecorType)reader.ReadByte() switch
    {
        DecorType.Stage => new CompiledStage(ReadPoints(reader), reader.ReadString()),
        DecorType.Text => ReadText(reader),
        DecorType.Shape => new CompiledShape(ReadPoints(reader), (ShapeFill)reader.ReadByte()),
        var other => throw new FormatException($"Decor of type {other}."),
    };

    private static CompiledText ReadText(BinaryReader reader)
    {
        var (x, y, size, rotate) = (ReadSigned(reader), ReadSigned(reader), ReadSigned(reader), ReadSigned(reader));
        return new CompiledText(x, y, size, reader.ReadString(), rotate);
    }

    private static PlanArrays ReadSeats(BinaryReader reader)
    {
        var x = ReadDeltas(reader);
        var y = ReadDeltas(reader);
        var numbers = ReadList(reader, reader.ReadString);
        return new PlanArrays(x, y, ReadUshorts(reader, x.Length), reader.ReadBytes(x.Length), reader.ReadBytes(x.Length),
            ReadUshorts(reader, x.Length), [.. numbers]);
    }

    private static ushort[] ReadUshorts(BinaryReader reader, int count)
    {
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (ushort)reader.Read7BitEncodedInt();
        }

        return values;
    }

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<T> write)
    {
        writer.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static ImmutableArray<T> ReadList<T>(BinaryReader reader, Func<T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            items.Add(read());
        }

        return items.ToImmutable();
    }

    private static void WritePoints(BinaryWriter writer, ReadOnlySpan<int> points)
    {
        writer.Write7BitEncodedInt(points.Length);
        WriteSigned(writer, points);
    }

    private static ImmutableArray<int> ReadPoints(BinaryReader reader) => ReadList(reader, () => ReadSigned(reader));

    private static void WriteDeltas(BinaryWriter writer, int[] values)
    {
        writer.Write7BitEncodedInt(values.Length);
        var previous = 0;
        foreach (var value in values)
        {
            WriteSigned(writer, [value - previous]);
            previous = value;
        }
    }

    private static int[] ReadDeltas(BinaryReader reader)
    {
        var previous = 0;
        return [.. ReadList(reader, () => previous += ReadSigned(reader))];
    }

    // Zigzag: small numbers take one byte, whatever their sign.
    private static void WriteSigned(BinaryWriter writer, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            writer.Write7BitEncodedInt((value << 1) ^ (value >> 31));
        }
    }

    private static int ReadSigned(BinaryReader reader)
    {
        var value = reader.Read7BitEncodedInt();
        return (int)((uint)value >> 1) ^ -(value & 1);
    }
}
