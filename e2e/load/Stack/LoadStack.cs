using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Development.Embedded;

namespace Ticketing.Load.Stack;

/// <summary>
/// The measured system: PostgreSQL and Redis as embedded in the application (durable: fsync, synchronous_commit and the
/// append-only file are on), and the application. Dispose stops and removes all of it.
/// </summary>
internal sealed class LoadStack : IAsyncDisposable
{
    // For the application's pool or, at another time, the baseline's clients.
    private const int ConnectionsMax = 1200;

    private const int LogLinesMax = 8;
    private const string Bug = nameof(InvariantException);

    private readonly Workspace _workspace;
    private readonly EmbeddedServers _servers;
    private readonly List<AppProcess> _apps = [];
    private readonly string _program;
    private readonly IReadOnlyDictionary<string, string> _moreSettings;

    private LoadStack(Workspace workspace, EmbeddedServers servers, string program, IReadOnlyDictionary<string, string> moreSettings)
    {
        (_workspace, _servers, _program, _moreSettings) = (workspace, servers, program, moreSettings);
        workspace.Owns(servers.DataDirectory);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString!) { CommandTimeout = 300 });
        PostgresProcess = FirstNumber(Path.Combine(servers.DataDirectory, "postgres", "postmaster.pid"));
        RedisProcess = FirstNumber(Path.Combine(servers.DataDirectory, "redis", "redis.pid"));
    }

    /// <summary>The application's database.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Directory of this run's files.</summary>
    public string Directory => _workspace.Root;

    public string ConnectionString => _servers.PostgresConnectionString!;

    public string RedisConnectionString => _servers.RedisConnectionString!;

    public int PostgresProcess { get; }

    public int RedisProcess { get; }

    public IReadOnlyList<AppProcess> Apps => _apps;

    /// <summary>Servers are killed in this run: only logged bugs are printed.</summary>
    public bool ExpectsFaults { get; init; }

    /// <summary>Each application is pinned to its share of the cores, one of this number; 0: not pinned.</summary>
    public int CoreShares { get; init; }

    /// <summary>The servers' data directory.</summary>
    public string ServersDirectory => _servers.DataDirectory;

    public AppProcess App => _apps[0];

    /// <summary>The directory of the running PostgreSQL's programs.</summary>
    public string PostgresPrograms => Path.GetDirectoryName(File.ResolveLinkTarget($"/proc/{PostgresProcess}/exe", returnFinalTarget: true)!.FullName)!;

    /// <summary>Starts the servers and applications with an empty, migrated database.</summary>
    /// <param name="expectsFaults">Only logged bugs are printed.</param>
    /// <param name="moreSettings">Additional settings of the applications.</param>
    /// <param name="apps">Applications to start.</param>
    public static async Task<LoadStack> StartAsync(
        Options options, CancellationToken cancellationToken, bool expectsFaults = false,
        IReadOnlyDictionary<string, string>? moreSettings = null, int apps = 1)
    {
        var workspace = new Workspace(options.DataDirectory);
        EmbeddedServers servers;
        try
        {
            servers = await EmbeddedServers.StartAsync(
                new EmbeddedServersOptions { DataDirectory = workspace.Root, PostgresConnectionsMax = ConnectionsMax },
                NullLogger.Instance, cancellationToken);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }

        var stack = new LoadStack(workspace, servers, options.App, moreSettings ?? new Dictionary<string, string>())
        {
            ExpectsFaults = expectsFaults,
            CoreShares = options.Pin && apps > 1 && CoreShare.IsAvailable ? apps : 0,
        };
        try
        {
            for (var app = 0; app < apps; app++)
            {
                await stack.StartAppAsync(cancellationToken);
            }

            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more application on the same servers.</summary>
    public async Task<AppProcess> StartAppAsync(CancellationToken cancellationToken)
    {
        var app = await AppProcess.StartAsync(_program, _workspace.Root, Settings(), address: null, PrefixOf(_apps.Count), cancellationToken);
        _apps.Add(app);
        return app;
    }

    /// <summary>Restarts a killed application at the same address.</summary>
    public async Task RestartAppAsync(int number, CancellationToken cancellationToken)
    {
        PrintLog(_apps[number]);
        await _apps[number].DisposeAsync();
        _apps[number] = await AppProcess.StartAsync(
            _program, _workspace.Root, Settings(), _apps[number].Address, PrefixOf(number), cancellationToken);
    }

    public CpuSeconds Cpu()
    {
        var meter = new CpuMeter();
        var ours = new CpuSeconds(
            _apps.Sum(app => meter.Seconds(app.Id)), meter.Seconds(PostgresProcess), meter.Seconds(RedisProcess), meter.Seconds(Environment.ProcessId), 0);
        return ours with { Others = CpuMeter.MachineSeconds() - ours.Ours };
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apps.Select(app => app.DisposeAsync().AsTask()));
        _apps.ForEach(PrintLog);
        await Database.DisposeAsync();
        await _servers.DisposeAsync();
        _workspace.Dispose();
    }

    private IReadOnlyList<string> PrefixOf(int number) => CoreShares > 0 ? CoreShare.Command(number, CoreShares) : [];

    private void PrintLog(AppProcess app)
    {
        foreach (var line in app.LoggedSinceReady().Where(line => !ExpectsFaults || line.Contains(Bug, StringComparison.Ordinal)).Distinct().Take(LogLinesMax))
        {
            Console.WriteLine("  the application logged: " + line);
        }
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Allow__LocalPayments"] = "true",
            ["Allow__LocalMail"] = "true",
            ["Allow__PlainSite"] = "true",
            ["Allow__PlainKeys"] = "true",
            ["Allow__PlainHttp"] = "true",
            ["Allow__LocalFiles"] = "true",
            ["ConnectionStrings__Postgres"] = _servers.PostgresConnectionString!,
            ["ConnectionStrings__Redis"] = _servers.RedisConnectionString!,
            ["Data__Directory"] = _workspace.Root,
            ["Demo__Enabled"] = "false",
            ["RateLimits__Enabled"] = "false",
            ["WaitingRoom__FreeJoinsPerMinute"] = "100000000",

            // Seats are counted as in production, within budgets that one driver cannot exceed.
            ["SeatBudget__LineSeats"] = "100000000",
            ["SeatBudget__BlockSeatsMax"] = "100000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (key, value) in _moreSettings)
        {
            settings[key] = value;
        }

        return settings;
    }

    private static int FirstNumber(string file) => int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
}
