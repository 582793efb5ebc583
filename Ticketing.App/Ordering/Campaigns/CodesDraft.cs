using System.Globalization;
using Ticketing.Core.Ordering.Campaigns;

namespace Ticketing.App.Ordering.Campaigns;

/// <summary>The typed values of the form for codes.</summary>
public sealed class CodesDraft
{
    public bool IsRandom { get; set; }

    public string Code { get; set; } = "";

    public string Count { get; set; } = "100";

    public string Prefix { get; set; } = "";

    /// <summary>What is asked for; an unreadable number is 0, which the command refuses.</summary>
    public CodeWish ToWish() => IsRandom
        ? new CodeWish(null, int.TryParse(Count, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0, Prefix)
        : new CodeWish(Code, 1, null);
}
