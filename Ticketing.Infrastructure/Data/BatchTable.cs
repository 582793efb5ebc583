using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Data;

/// <summary>A table parameter: a <see cref="SqlScript"/> reads its rows with <c>{{name}}</c>.</summary>
internal interface IBatchTable
{
    string Name { get; }

    /// <summary>The table as SQL: <c>unnest(@name_column::type[], …) AS alias(column, …)</c>.</summary>
    string ToSql(string alias);
}

/// <summary>
/// A table parameter with typed columns. Generates both the <c>unnest</c> call and the array parameters, one typed array per column without
/// boxing.
/// </summary>
/// <typeparam name="TRow">The source of a row.</typeparam>
internal sealed class BatchTable<TRow>(string name) : IBatchTable
{
    private readonly List<IColumn> _columns = [];

    /// <summary>A column of a table.</summary>
    private interface IColumn
    {
        string Name { get; }

        string Parameter { get; }

        string SqlType { get; }

        NpgsqlParameter Fill(IReadOnlyList<TRow> rows);
    }

    public string Name => name;

    public BatchTable<TRow> Column(string column, Func<TRow, Guid> value) => Add(column, "uuid", NpgsqlDbType.Uuid, value);

    public BatchTable<TRow> Column(string column, Func<TRow, Guid?> value) => Add(column, "uuid", NpgsqlDbType.Uuid, value);

    public BatchTable<TRow> Column<TId>(string column, Func<TRow, TId> value) where TId : struct, ITypedId<TId> =>
        Add(column, "uuid", NpgsqlDbType.Uuid, row => value(row).Value);

    public BatchTable<TRow> Column<TId>(string column, Func<TRow, TId?> value) where TId : struct, ITypedId<TId> =>
        Add(column, "uuid", NpgsqlDbType.Uuid, row => value(row)?.Value);

    public BatchTable<TRow> Column(string column, Func<TRow, string?> value) => Add(column, "text", NpgsqlDbType.Text, value);

    public BatchTable<TRow> Column(string column, Func<TRow, bool> value) => Add(column, "boolean", NpgsqlDbType.Boolean, value);

    public BatchTable<TRow> Column(string column, Func<TRow, short> value) => Add(column, "smallint", NpgsqlDbType.Smallint, value);

    public BatchTable<TRow> Column(string column, Func<TRow, int> value) => Add(column, "integer", NpgsqlDbType.Integer, value);

    public BatchTable<TRow> Column(string column, Func<TRow, long> value) => Add(column, "bigint", NpgsqlDbType.Bigint, value);

    public BatchTable<TRow> Column(string column, Func<TRow, long?> value) => Add(column, "bigint", NpgsqlDbType.Bigint, value);

    public BatchTable<TRow> Column(string column, Func<TRow, double> value) => Add(column, "double precision", NpgsqlDbType.Double, value);

    public BatchTable<TRow> Column(string column, Func<TRow, byte[]?> value) => Add(column, "bytea", NpgsqlDbType.Bytea, value);

    public BatchTable<TRow> Column(string column, Func<TRow, DateTimeOffset> value) =>
        Add(column, "timestamptz", NpgsqlDbType.TimestampTz, row => value(row).UtcDateTime);

    public BatchTable<TRow> Column(string column, Func<TRow, DateTimeOffset?> value) =>
        Add(column, "timestamptz", NpgsqlDbType.TimestampTz, row => value(row)?.UtcDateTime);

    public string ToSql(string alias) =>
        $"unnest({string.Join(", ", _columns.Select(column => $"@{column.Parameter}::{column.SqlType}[]"))})"
            + $" AS {alias}({string.Join(", ", _columns.Select(column => column.Name))})";

    /// <summary>Adds the arrays of <paramref name="rows"/> to <paramref name="command"/>.</summary>
    public void AddTo(SqlCommand command, IReadOnlyList<TRow> rows)
    {
        foreach (var column in _columns)
        {
            command.Set(column.Parameter, column.Fill(rows));
        }
    }

    private BatchTable<TRow> Add<TValue>(string column, string sqlType, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        Invariant.Holds(_columns.TrueForAll(other => other.Name != column));
        _columns.Add(new TypedColumn<TValue>(column, $"{name}_{column}", sqlType, NpgsqlDbType.Array | type, value));
        return this;
    }

    private sealed class TypedColumn<TValue>(
        string name, string parameter, string sqlType, NpgsqlDbType type, Func<TRow, TValue> value) : IColumn
    {
        public string Name => name;

        public string Parameter => parameter;

        public string SqlType => sqlType;

        public NpgsqlParameter Fill(IReadOnlyList<TRow> rows)
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = value(rows[i]);
            }

            return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = type };
        }
    }
}
