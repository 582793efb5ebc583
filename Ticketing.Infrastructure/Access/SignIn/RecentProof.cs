using Microsoft.Extensions.Options;
using Ticketing.Core.Access;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Whether a caller's last proof of presence is recent enough to move money; see <see cref="StepUpHandler"/>.</summary>
public sealed class RecentProof(IOptions<AccessOptions> options, TimeProvider time)
{
    public bool IsOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.IsProvedWithin(TimeSpan.FromMinutes(options.Value.ProofMinutes), time.GetUtcNow());
    }
}
