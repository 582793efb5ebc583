using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Seating;

/// <summary>
/// Cache of the drawings of compiled plans: as JSON, and compressed with Brotli. They contain no secrets, so that one compressed copy
/// is safe for all requests. Plans are immutable.
/// </summary>
public sealed class PlanGeometries(IDbContextFactory<TicketingDbContext> contexts)
{
    private const int PlansMax = 256;

    private readonly ConcurrentDictionary<string, PlanGeometry> _known = new(StringComparer.Ordinal);

    /// <returns>Null if the plan does not exist.</returns>
    public async ValueTask<PlanGeometry?> FindAsync(string planId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(planId, out var known))
        {
            return known;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var json = await db.CompiledPlans.Where(p => p.Id == planId).Select(p => p.Geometry).SingleOrDefaultAsync(cancellationToken);
        if (json is null)
        {
            return null;
        }

        if (_known.Count >= PlansMax)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(planId, new PlanGeometry(json, Compress(json)));
    }

    private static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(json);
        }

        return compressed.ToArray();
    }
}

/// <summary>The drawing of a compiled plan.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Brotli">The same, compressed (RFC 7932).</param>
public sealed record PlanGeometry(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Brotli);
