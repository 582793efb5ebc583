using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.StartUp;

/// <summary>Looks for what the demo left in a database (connection string).</summary>
internal delegate Task<(bool Data, bool Accounts)> FindDemo(string connectionString, CancellationToken cancellationToken);

/// <summary>
/// Decides whether the application may start. Bad settings stop it everywhere; stand-ins stop it outside Development, unless allowed by
/// name. Every problem is one sentence, and all are reported at once.
/// </summary>
internal static class StartUpGate
{
    // PostgreSQL's classes: the role or its password is refused; the database does not exist.
    private static readonly string[] RefusedByPostgres =
    [
        PostgresErrorCodes.InvalidAuthorizationSpecification, PostgresErrorCodes.InvalidPassword, PostgresErrorCodes.InvalidCatalogName,
        PostgresErrorCodes.InsufficientPrivilege,
    ];

    /// <summary>
    /// From now on, a failed start prints its sentences to the standard error and ends with exit code 1. A bug still ends the process with
    /// its stack trace.
    /// </summary>
    public static void ExplainFailures()
    {
        // Once per process, however often the entry point runs.
        AppDomain.CurrentDomain.UnhandledException -= Report;
        AppDomain.CurrentDomain.UnhandledException += Report;
    }

    /// <summary>Checks the settings, before anything is started.</summary>
    /// <exception cref="StartUpRefusedException">There are problems.</exception>
    public static async Task CheckSettingsAsync(IConfiguration settings, IHostEnvironment environment, FindDemo findDemo)
    {
        List<string> problems = [.. SettingCheck.All.SelectMany(check => check.Problems(settings)), .. BoundSettings.Problems(settings)];
        if (!environment.IsDevelopment())
        {
            problems.AddRange(StandInCheck.Problems(new StartUpFacts(settings)));
            if (problems.Count > 0)
            {
                // Otherwise the database is checked once it has been migrated.
                problems.AddRange((await ReachableProblemsAsync(settings, findDemo)).Except(problems));
            }
        }

        Refuse(problems);
    }

    /// <summary>Checks the migrated database.</summary>
    /// <exception cref="StartUpRefusedException">The demo is in it, outside Development.</exception>
    public static async Task CheckDatabaseAsync(IConfiguration settings, IHostEnvironment environment, FindDemo findDemo, CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            var (data, accounts) = await findDemo(settings.GetConnectionString("Postgres")!, cancellationToken);
            Refuse([.. StandInCheck.Problems(new StartUpFacts(settings, data, accounts))]);
        }
    }

    /// <summary>The sentences that explain an exception of the start; null if it is a bug.</summary>
    public static IReadOnlyList<string>? Explain(Exception cause) => cause switch
    {
        StartUpRefusedException refused => refused.Problems,
        StartUpException or InvalidDataException => [cause.Message],
        OptionsValidationException invalid => [.. invalid.Failures],
        PostgresException { SqlState: var state } postgres when RefusedByPostgres.Contains(state) =>
            [$"ConnectionStrings:Postgres does not work; PostgreSQL answers: {postgres.MessageText}."],
        NpgsqlException { InnerException: SocketException or TimeoutException } =>
            [$"PostgreSQL is not reachable with ConnectionStrings:Postgres: {cause.Message}"],
        IOException { InnerException: AddressInUseException } => [cause.Message],
        _ => null,
    };

    private static void Report(object sender, UnhandledExceptionEventArgs failure)
    {
        if (failure.ExceptionObject is Exception cause && Explain(cause) is { } problems)
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, ["Ticketing does not start:", .. problems.Select(problem => $"- {problem}")]));
            Environment.Exit(1);
        }
    }

    private static async Task<IEnumerable<string>> ReachableProblemsAsync(IConfiguration settings, FindDemo findDemo)
    {
        if (settings.GetConnectionString("Postgres") is not { Length: > 0 } connection)
        {
            return [];
        }

        try
        {
            var (data, accounts) = await findDemo(connection, CancellationToken.None);
            return StandInCheck.Problems(new StartUpFacts(settings, data, accounts));
        }
        catch (Exception cause) when (cause is NpgsqlException or ArgumentException or SocketException or TimeoutException)
        {
            return Explain(cause) ?? [];
        }
    }

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new StartUpRefusedException(problems);
        }
    }
}

/// <summary>The application may not start.</summary>
internal sealed class StartUpRefusedException(IReadOnlyList<string> problems) : Exception(string.Join(' ', problems))
{
    /// <summary>A sentence each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
