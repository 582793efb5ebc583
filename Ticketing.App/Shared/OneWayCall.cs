using System.Reflection;
using Microsoft.JSInterop;
using Microsoft.JSInterop.Implementation;
using Microsoft.JSInterop.Infrastructure;

namespace Ticketing.App.Shared;

/// <summary>
/// Calls of a script's function that the browser does not answer. The framework's own calls are all answered: a message of the browser, its
/// dispatch on the circuit and an entry in the table of open calls, several times the cost of the call itself.
/// </summary>
/// <remarks>
/// The browser answers a call only if it has a number; 0 is none. The framework offers that only to implementations of its runtime, whose
/// methods are protected.
/// </remarks>
internal static class OneWayCall
{
    private const long NoAnswer = 0;

    private static readonly Begin BeginInvoke = typeof(JSRuntime)
        .GetMethod("BeginInvokeJS", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(JSInvocationInfo).MakeByRefType()])!
        .CreateDelegate<Begin>();

    private static readonly Func<JSObjectReference, long> IdOf = typeof(JSObjectReference)
        .GetProperty("Id", BindingFlags.Instance | BindingFlags.NonPublic)!
        .GetMethod!
        .CreateDelegate<Func<JSObjectReference, long>>();

    private delegate void Begin(JSRuntime runtime, in JSInvocationInfo call);

    /// <summary>
    /// Calls a function of a script's object. Calls arrive in order, answered ones included; one over a broken connection is lost.
    /// </summary>
    /// <param name="arguments">The function's arguments as a JSON array.</param>
    /// <returns>False: the runtime has no calls without an answer; nothing was called.</returns>
    /// <exception cref="JSDisconnectedException">The circuit has ended.</exception>
    public static bool TryCall(IJSRuntime script, IJSObjectReference target, string function, string arguments)
    {
        if (script is not JSRuntime runtime || target is not JSObjectReference reference)
        {
            return false;
        }

        BeginInvoke(runtime, new JSInvocationInfo
        {
            AsyncHandle = NoAnswer,
            TargetInstanceId = IdOf(reference),
            Identifier = function,
            CallType = JSCallType.FunctionCall,
            ResultType = JSCallResultType.JSVoidResult,
            ArgsJson = arguments,
        });
        return true;
    }
}
