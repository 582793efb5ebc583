using System.Text.RegularExpressions;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>A statement with a constant text and named parameters.</summary>
internal sealed partial class SqlScript
{
    private readonly SqlText _text;

    private SqlScript(string sql) => _text = SqlText.Parse(sql);

    /// <summary>The text with positional parameters, as sent to PostgreSQL.</summary>
    public string Text => _text.Positional;

    /// <summary>Loads an embedded statement.</summary>
    /// <param name="tables">The tables that it reads as <c>{{name}}</c> or <c>{{name}} AS alias</c>.</param>
    public static SqlScript Load(string fileName, params IReadOnlyList<IBatchTable> tables) =>
        Of(EmbeddedText.Read(fileName), tables);

    /// <inheritdoc cref="Load"/>
    public static SqlScript Of(string sql, params IReadOnlyList<IBatchTable> tables) => new(Placeholder().Replace(sql, match =>
    {
        var name = match.Groups["name"].Value;
        var table = tables.SingleOrDefault(table => table.Name == name)
            ?? throw new ArgumentException($"No table {{{{{name}}}}} was given.", nameof(tables));
        return table.ToSql(match.Groups["alias"] is { Success: true, Value: var alias } ? alias : name);
    }));

    public SqlCommand On(NpgsqlConnection connection, NpgsqlTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The text is a constant of this assembly.
        command.CommandText = _text.Positional;
#pragma warning restore CA2100
        return new SqlCommand(_text, command);
    }

    public SqlCommand On(NpgsqlDataSource database) => new(_text, database.CreateCommand(_text.Positional));

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}(\s+AS\s+(?<alias>\w+))?", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>A <see cref="SqlScript"/> with parameter values.</summary>
internal sealed class SqlCommand(SqlText text, NpgsqlCommand command) : IDisposable, IAsyncDisposable
{
    private readonly NpgsqlParameter?[] _parameters = new NpgsqlParameter?[text.Names.Count];

    public SqlCommand With(string name, DateTimeOffset value) =>
        Set(name, new NpgsqlParameter<DateTime> { TypedValue = value.UtcDateTime });

    /// <summary>Sets a parameter with the value's type.</summary>
    public SqlCommand With<T>(string name, T value) where T : notnull => Set(name, new NpgsqlParameter<T> { TypedValue = value });

    /// <summary>Sets a parameter to a value or NULL; the statement must determine the type.</summary>
    public SqlCommand WithOrNull<T>(string name, T? value) where T : struct =>
        value is { } given ? With(name, given) : Set(name, new NpgsqlParameter { Value = DBNull.Value });

    public SqlCommand With<TRow>(BatchTable<TRow> table, IReadOnlyList<TRow> rows)
    {
        table.AddTo(this, rows);
        return this;
    }

    public SqlCommand Set(string name, NpgsqlParameter parameter)
    {
        _parameters[text.PlaceOf(name)] = parameter;
        return this;
    }

    /// <summary>Prepares the statement on its pooled connection, since planning takes longer than execution.</summary>
    public SqlCommand Prepare()
    {
        Complete().Prepare();
        return this;
    }

    /// <inheritdoc cref="Prepare"/>
    public async Task<SqlCommand> PrepareAsync(CancellationToken cancellationToken)
    {
        await Complete().PrepareAsync(cancellationToken);
        return this;
    }

    public NpgsqlDataReader ExecuteReader() => Complete().ExecuteReader();

    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken) =>
        Complete().ExecuteReaderAsync(cancellationToken);

    public Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => Complete().ExecuteScalarAsync(cancellationToken);

    public int ExecuteNonQuery() => Complete().ExecuteNonQuery();

    public Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => Complete().ExecuteNonQueryAsync(cancellationToken);

    public void Dispose() => command.Dispose();

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private NpgsqlCommand Complete()
    {
        if (command.Parameters.Count == 0)
        {
            for (var i = 0; i < _parameters.Length; i++)
            {
                command.Parameters.Add(
                    _parameters[i] ?? throw new InvalidOperationException($"The parameter @{text.Names[i]} has no value."));
            }
        }

        return command;
    }
}
