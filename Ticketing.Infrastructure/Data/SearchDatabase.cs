using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Infrastructure.Data;

/// <summary>Limits of the search's queries; configuration section <c>Search</c>.</summary>
public sealed class SearchDatabaseOptions
{
    public const string Section = "Search";

    /// <summary>After this time PostgreSQL cancels a query of the search; milliseconds.</summary>
    [Range(50, 60_000)]
    public int TimeoutMilliseconds { get; set; } = 500;

    /// <summary>Connections per instance; further questions wait for one, at most <see cref="TimeoutMilliseconds"/>, rounded up to seconds.</summary>
    [Range(1, 200)]
    public int ConnectionsMax { get; set; } = 8;
}

[OptionsValidator]
internal sealed partial class SearchDatabaseOptionsValidator : IValidateOptions<SearchDatabaseOptions>;

/// <summary>
/// Connections for the search: few, so that a peak of questions leaves the database to the sale, and with a timeout for each query.
/// </summary>
public sealed class SearchDatabase : IAsyncDisposable
{
    // Compilation costs more than these queries; an unfinished word resembles only a part of the word. A plan that fits all values is a bad
    // one: how much a word, a place or a time finds differs by orders of magnitude (a radius took seconds).
    private const string Planning =
        "-c plan_cache_mode=force_custom_plan -c jit=off -c client_min_messages=warning -c random_page_cost=1.1 -c work_mem=16MB -c pg_trgm.word_similarity_threshold=0.45";

    /// <summary>Statements that a connection keeps parsed. Filters make some dozens.</summary>
    private const int PreparedMax = 40;

    private readonly NpgsqlDataSource _source;

    public SearchDatabase(string connectionString, SearchDatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var seconds = (options.TimeoutMilliseconds + 999) / 1000;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = options.ConnectionsMax,
            MinPoolSize = 0,
            Timeout = seconds + 1,
            CommandTimeout = seconds + 1,
            NoResetOnClose = true,
            MaxAutoPrepare = PreparedMax,
            AutoPrepareMinUsages = 2,
        };
        settings.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.Options} -c statement_timeout={options.TimeoutMilliseconds} {Planning}").TrimStart();
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "search" }.Build();
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
