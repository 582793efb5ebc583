using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.App.WaitingRoom;

/// <summary>Settings under <c>WaitingRoom</c>: limits of joins per address range.</summary>
public sealed class WaitingRoomOptions
{
    public const string Section = "WaitingRoom";

    /// <summary>Joins per minute from one address range (/24, /56) without proof of work.</summary>
    [Range(1, 1_000_000_000)]
    public int FreeJoinsPerMinute { get; set; } = 20;

    /// <summary>Joins per minute from one address range; further ones are placed after the drawn lots.</summary>
    [Range(1, 1_000_000_000)]
    public int PlausibleJoinsPerMinute { get; set; } = 2_000;
}

[OptionsValidator]
internal sealed partial class WaitingRoomOptionsValidator : IValidateOptions<WaitingRoomOptions>;
