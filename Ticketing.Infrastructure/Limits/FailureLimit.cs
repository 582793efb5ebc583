namespace Ticketing.Infrastructure.Limits;

/// <summary>
/// How many attempts with a secret may fail within a window before further ones are refused; see <see cref="FailureCounter"/>.
/// </summary>
/// <param name="Name">What is attempted, kebab-case; part of the Redis keys.</param>
/// <param name="PerSubjectAndNetwork">
/// Attempts for one subject (a hold, an order, an account) from one line. Nobody can use it up for others: it counts the attempter's line.
/// </param>
/// <param name="PerNetwork">Attempts from one line for all subjects together.</param>
/// <param name="Window">From the first attempt that counts.</param>
public sealed record FailureLimit(string Name, int PerSubjectAndNetwork, int PerNetwork, TimeSpan Window)
{
    /// <summary>
    /// Attempts for one subject from all networks together; null: unlimited. Others can use it up, so callers exempt what identifies the
    /// owner (a known browser, a passkey) before they count.
    /// </summary>
    public int? PerSubject { get; init; }
}
