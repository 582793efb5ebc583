using Npgsql;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Infrastructure.Catalog.Questions;

/// <summary>The synonyms in memory, read again every ten seconds and after a change at this instance.</summary>
public sealed class SynonymStore(NpgsqlDataSource database)
{
    private volatile SynonymMap _current = SynonymMap.Empty;

    /// <summary>As they were read last; none before the first reading.</summary>
    public SynonymMap Current => _current;

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT s.words FROM search_synonyms s");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var groups = new List<IReadOnlyList<string>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            groups.Add(await reader.GetFieldValueAsync<string[]>(0, cancellationToken));
        }

        _current = groups.Count == 0 ? SynonymMap.Empty : SynonymMap.Of(groups);
    }
}
