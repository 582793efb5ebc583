using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Secrets;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Proofs of work beyond the seat budget. Each names the performance and the owner, and gives credit once: <c>hold-keys.lua</c> records
/// its use.
/// </summary>
internal sealed class SeatProofs(SharedSecrets secrets, IOptions<SeatBudgetOptions> options, TimeProvider time)
{
    // The difficulty rises with the seats of the line: one step of two bits whenever they double.
    public async ValueTask<WorkProof> AskAsync(PerformanceId performance, HoldOwner owner, int seatsOfLine, CancellationToken cancellationToken)
    {
        var steps = Math.Max(0, WorkProof.BitsFor(seatsOfLine, options.Value.LineSeats) - WorkProof.BitsMin);
        var bits = Math.Min(WorkProof.BitsMax, options.Value.ProofBits + steps);
        return WorkProof.Ask(Purpose(performance, owner), bits, time.GetUtcNow(), await KeyAsync(cancellationToken));
    }

    /// <returns>The unique number of the proof; null: none, or invalid.</returns>
    public async ValueTask<byte[]?> ReadAsync(PerformanceId performance, HoldOwner owner, string? answer, CancellationToken cancellationToken) =>
        answer is null
            ? null
            : WorkProof.Read(
                answer, Purpose(performance, owner), options.Value.ProofBits, time.GetUtcNow(), await KeyAsync(cancellationToken));

    private ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken) => secrets.GetAsync("seat-proofs", cancellationToken);

    private static string Purpose(PerformanceId performance, HoldOwner owner) =>
        $"seats|{performance.Value:N}|{Convert.ToHexStringLower(owner.Hash.Span)}";
}
