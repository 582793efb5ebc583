using Npgsql;

namespace Ticketing.Infrastructure.Platform;

internal static class NpgsqlCommands
{
    /// <summary>Adds the values of <c>$1</c>, <c>$2</c>…; null becomes NULL.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
