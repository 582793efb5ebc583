using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.App.WaitingRoom;

/// <summary>Settings under <c>WaitingRoom</c>: what joining costs.</summary>
public sealed class WaitingRoomOptions
{
    public const string Section = "WaitingRoom";

    /// <summary>Joins a minute from one address range (/24, /56) that cost nothing; beyond it a proof of work is asked.</summary>
    [Range(1, 1_000_000_000)]
    public int FreeJoinsPerMinute { get; set; } = 20;

    /// <summary>Joins a minute from one address range from which on their places follow the drawn lots.</summary>
    [Range(1, 1_000_000_000)]
    public int PlausibleJoinsPerMinute { get; set; } = 2_000;
}

[OptionsValidator]
internal sealed partial class WaitingRoomOptionsValidator : IValidateOptions<WaitingRoomOptions>;
