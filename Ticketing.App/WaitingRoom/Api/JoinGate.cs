using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>Counts joins per address range and minute, per instance. The proof of work for a join grows with the count.</summary>
public sealed class JoinGate(IOptions<WaitingRoomOptions> options, TimeProvider time)
{
    private const int RangesMax = 50_000;

    private ConcurrentDictionary<string, int> _joins = new(StringComparer.Ordinal);
    private long _minute;

    /// <summary>The cost of the next join from an address.</summary>
    public JoinCost CostOf(IPAddress? address)
    {
        var range = ClientNetwork.Of(address).Block;
        var joins = Joins().GetValueOrDefault(range);
        return new JoinCost(range, WorkProof.BitsFor(joins, options.Value.FreeJoinsPerMinute), joins >= options.Value.PlausibleJoinsPerMinute);
    }

    public void Count(JoinCost cost)
    {
        var joins = Joins();
        if (joins.Count < RangesMax || joins.ContainsKey(cost.Range))
        {
            joins.AddOrUpdate(cost.Range, 1, (_, count) => count + 1);
        }
    }

    private ConcurrentDictionary<string, int> Joins()
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (Interlocked.Exchange(ref _minute, minute) != minute)
        {
            _joins = new(StringComparer.Ordinal);
        }

        return _joins;
    }
}

/// <param name="Bits">Bits of the proof of work; 0: none.</param>
/// <param name="IsImplausible">More joins than households, schools or companies make: they are placed after the drawn lots.</param>
public sealed record JoinCost(string Range, int Bits, bool IsImplausible);
