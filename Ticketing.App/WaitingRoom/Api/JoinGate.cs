using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

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
        var range = RangeOf(address);
        var joins = Joins().GetValueOrDefault(range);
        return new JoinCost(range, Core.WaitingRoom.JoinProof.BitsFor(joins, options.Value.FreeJoinsPerMinute), joins >= options.Value.PlausibleJoinsPerMinute);
    }

    public void Count(JoinCost cost)
    {
        var joins = Joins();
        if (joins.Count < RangesMax || joins.ContainsKey(cost.Range))
        {
            joins.AddOrUpdate(cost.Range, 1, (_, count) => count + 1);
        }
    }

    /// <summary>The /24 of IPv4 or the /56 of IPv6: the allocation of one or a few customers.</summary>
    internal static string RangeOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var kept = address.AddressFamily == AddressFamily.InterNetworkV6 ? 7 : 3;
        return Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, kept));
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
