using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Analytics;

/// <summary>Settings under <c>Analytics</c>.</summary>
public sealed class AnalyticsOptions
{
    public const string Section = "Analytics";

    /// <summary>Time between two calculations of the trending scores, in seconds.</summary>
    [Range(1, 86_400)]
    public int TrendingSeconds { get; set; } = 300;
}

[OptionsValidator]
internal sealed partial class AnalyticsOptionsValidator : IValidateOptions<AnalyticsOptions>;
