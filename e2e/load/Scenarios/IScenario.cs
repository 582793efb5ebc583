using Ticketing.Load.Report;

namespace Ticketing.Load.Scenarios;

/// <summary>Something that is measured, from starting what it needs to checking what is left behind.</summary>
internal interface IScenario
{
    /// <summary>As on the command line and in the JSON.</summary>
    string Name { get; }

    /// <summary>One line for <c>--help</c>.</summary>
    string Summary { get; }

    /// <summary>Whether <c>./bench</c> without a name runs it too.</summary>
    bool IsInShortRound { get; }

    /// <summary>Measures once, printing as it goes, and leaves nothing running.</summary>
    Task<Figures> RunAsync(Options options, CancellationToken cancellationToken);
}
