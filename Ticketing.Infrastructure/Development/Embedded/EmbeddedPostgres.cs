using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>A private PostgreSQL on a unix socket, accessible to the servers' user and root only.</summary>
internal static class EmbeddedPostgres
{
    private const string User = "ticketing";
    private const string Database = "ticketing";

    public static async Task<(SupervisedServer Server, string ConnectionString)> StartAsync(
        DataDirectory directory, EmbeddedServersOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var data = directory.Postgres;
        var bin = Programs.PostgresBin(options.PostgresBinDirectory, Major(data));
        if (!Directory.Exists(data))
        {
            await InitialiseAsync(directory, bin, cancellationToken);
        }

        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = directory.Sockets,
            Username = User,
            Database = Database,
            ApplicationName = "ticketing",
            MaxPoolSize = 100,
        }.ConnectionString;
        var maintenance = new NpgsqlConnectionStringBuilder(connection) { Database = "postgres", Pooling = false, Timeout = 5 }.ConnectionString;

        var command = new ServerCommand(
            "postgres", Path.Combine(bin, "postgres"), Arguments(directory, options), "INT", data, Path.Combine(data, "postmaster.pid"));
        var server = await SupervisedServer.StartAsync(
            command, directory, token => AnswersAsync(maintenance, token), logger, cancellationToken);
        try
        {
            await CreateDatabaseAsync(maintenance, cancellationToken);
            return (server, connection);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static List<string> Arguments(DataDirectory directory, EmbeddedServersOptions options)
    {
        List<string> arguments = ["-D", directory.Postgres, "-k", directory.Sockets];
        void Set(string name, string value) => arguments.AddRange(["-c", $"{name}={value}"]);

        Set("listen_addresses", "");
        Set("port", "5432");
        Set("max_connections", options.PostgresConnectionsMax.ToString(CultureInfo.InvariantCulture));
        Set("shared_buffers", "256MB");
        Set("max_wal_size", "2GB");
        Set("wal_level", "logical");
        Set("random_page_cost", "1.1");
        Set("jit", "off");
        Set("timezone", "UTC");
        Set("log_timezone", "UTC");
        Set("log_line_prefix", "%m [%p] ");
        Set("log_checkpoints", "off");
        Set("idle_in_transaction_session_timeout", "60s");
        if (!options.Durable)
        {
            Set("fsync", "off");
            Set("synchronous_commit", "off");
            Set("full_page_writes", "off");
        }

        return arguments;
    }

    private static int? Major(string data)
    {
        var file = Path.Combine(data, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    /// <summary>Initialises a temporary directory and renames it, so that an interrupted call leaves no incomplete one.</summary>
    private static async Task InitialiseAsync(DataDirectory directory, string bin, CancellationToken cancellationToken)
    {
        var fresh = directory.Postgres + ".new";
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }

        await directory.User.OwnDirectoryAsync(fresh, cancellationToken);
        string[] arguments =
            ["-D", fresh, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "--no-sync"];
        await Programs.RunAsync(directory.User.Command(Path.Combine(bin, "initdb"), arguments), cancellationToken);
        Directory.Move(fresh, directory.Postgres);
    }

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (Exception cause) when (cause is NpgsqlException or SocketException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task CreateDatabaseAsync(string maintenance, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(maintenance);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{Database}'", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
