using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ticketing.Core.Common;

/// <summary>Assertions that also run in production. A failure is a bug.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantException"/> when <paramref name="condition"/> is false.</summary>
    public static void Holds([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition)
        {
            throw new InvariantException(expression);
        }
    }
}

/// <summary>A failed invariant; the message is its expression.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException()
    {
    }

    public InvariantException(string message) : base($"Invariant broken: {message}")
    {
    }

    public InvariantException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
