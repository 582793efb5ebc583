using Npgsql;

namespace Ticketing.Infrastructure.Data;

internal static class NpgsqlCommands
{
    /// <summary>Gives <c>@name</c> its value; null becomes NULL.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, string name, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        return command;
    }
}
