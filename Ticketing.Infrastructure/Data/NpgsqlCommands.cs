using Npgsql;

namespace Ticketing.Infrastructure.Data;

internal static class NpgsqlCommands
{
    /// <summary>Sets the parameter <c>@name</c>; null becomes NULL.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, string name, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        return command;
    }
}
