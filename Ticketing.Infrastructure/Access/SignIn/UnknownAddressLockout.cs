using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Locks addresses without an account as accounts are locked, so that a lockout does not reveal which exist. Per instance, in memory,
/// with a size limit; security does not depend on its completeness.
/// </summary>
public sealed class UnknownAddressLockout(IOptions<AccessOptions> options, TimeProvider time) : IDisposable
{
    private const int AddressesMax = 100_000;
    private readonly MemoryCache _failures = new(new MemoryCacheOptions { SizeLimit = AddressesMax });
    private readonly AccessOptions _options = options.Value;

    /// <summary>Counts a failed attempt; true if the address is locked now.</summary>
    public bool Fail(string address)
    {
        var entry = _failures.GetOrCreate(EmailAddress.Normalize(address), created =>
        {
            created.Size = 1;
            created.SlidingExpiration = TimeSpan.FromHours(1);
            return new Failures();
        })!;
        lock (entry)
        {
            var now = time.GetUtcNow();
            if (entry.LockedUntil > now)
            {
                return true;
            }

            if (++entry.Count < _options.LockoutAttempts)
            {
                return false;
            }

            (entry.Count, entry.LockedUntil) = (0, now.AddMinutes(_options.LockoutMinutes));
            return true;
        }
    }

    public void Dispose() => _failures.Dispose();

    private sealed class Failures
    {
        public int Count { get; set; }

        public DateTimeOffset LockedUntil { get; set; }
    }
}
