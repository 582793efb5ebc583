using Ticketing.Tests.Architecture;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Seating;

/// <summary>Runs the unit tests of the designer's modules in Node.</summary>
public sealed class DesignerScriptTests
{
    [Theory]
    [InlineData("core")]
    [InlineData("edits")]
    [InlineData("saver")]
    [InlineData("texts")]
    public Task Tests_OfTheModules_Pass(string name) =>
        NodeScript.RunAsync($"await import('{new Uri(Path.Combine(Repository.Root, "e2e/designer", name + ".test.mjs")).AbsoluteUri}');");
}
