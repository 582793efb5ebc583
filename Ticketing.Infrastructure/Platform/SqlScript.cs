using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Platform;

/// <summary>A statement from the assembly. Its text is constant; everything else goes in as positional parameters.</summary>
internal sealed class SqlScript
{
    private readonly string _text;

    private SqlScript(string text) => _text = text;

    public static SqlScript Load(string fileName) => new(EmbeddedText.Read(fileName));

    public NpgsqlCommand On(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
    {
#pragma warning disable CA2100 // The text is a resource of this assembly.
        return new NpgsqlCommand(_text, connection, transaction);
#pragma warning restore CA2100
    }

    public NpgsqlCommand On(NpgsqlDataSource database) => database.CreateCommand(_text);
}

/// <summary>Typed positional parameters: nothing is boxed, nothing is guessed.</summary>
internal static class SqlParameters
{
    public static NpgsqlCommand Add(this NpgsqlCommand command, Guid value) => command.With(value, NpgsqlDbType.Uuid);

    public static NpgsqlCommand Add(this NpgsqlCommand command, DateTimeOffset value) => command.With(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    public static NpgsqlCommand Add(this NpgsqlCommand command, int value) => command.With(value, NpgsqlDbType.Integer);

    public static NpgsqlCommand Add(this NpgsqlCommand command, short value) => command.With(value, NpgsqlDbType.Smallint);

    public static NpgsqlCommand Add(this NpgsqlCommand command, string value) => command.With(value, NpgsqlDbType.Text);

    public static NpgsqlCommand Add(this NpgsqlCommand command, ReadOnlyMemory<byte> value) => command.With(value.ToArray(), NpgsqlDbType.Bytea);

    public static NpgsqlCommand Add(this NpgsqlCommand command, IEnumerable<SeatIndex> value) => command.Add([.. value.Select(seat => seat.Value)]);

    public static NpgsqlCommand Add(this NpgsqlCommand command, int[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public static NpgsqlCommand Add(this NpgsqlCommand command, short[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    public static NpgsqlCommand Add(this NpgsqlCommand command, long[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static NpgsqlCommand Add(this NpgsqlCommand command, Guid[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlCommand Add(this NpgsqlCommand command, Guid?[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlCommand Add(this NpgsqlCommand command, string?[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlCommand Add(this NpgsqlCommand command, bool[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Boolean);

    public static NpgsqlCommand Add(this NpgsqlCommand command, DateTime?[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    public static NpgsqlCommand Add(this NpgsqlCommand command, byte[]?[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public static NpgsqlCommand Add(this NpgsqlCommand command, DateTime[] value) => command.With(value, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    public static NpgsqlCommand AddOrNull(this NpgsqlCommand command, Guid? value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return command;
    }

    private static NpgsqlCommand With<T>(this NpgsqlCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }
}
