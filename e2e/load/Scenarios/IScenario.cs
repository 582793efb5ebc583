using Ticketing.Load.Report;

namespace Ticketing.Load.Scenarios;

/// <summary>A measurement, including the start of its servers and the checks afterwards.</summary>
internal interface IScenario
{
    /// <summary>The name on the command line and in the JSON.</summary>
    string Name { get; }

    /// <summary>One line for <c>--help</c>.</summary>
    string Summary { get; }

    /// <summary>Whether <c>./bench</c> without a scenario includes it.</summary>
    bool IsInShortRound { get; }

    /// <summary>Measures once, prints progress, and leaves nothing running.</summary>
    Task<Figures> RunAsync(Options options, CancellationToken cancellationToken);
}
