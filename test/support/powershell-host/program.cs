using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text;

namespace PowerShellHost;

/// <summary>
/// A console around the real PowerShell engine, for machines where no PowerShell can be installed: <c>-File script.ps1</c>
/// with the switches, streams and exit codes of <c>pwsh</c>.
/// </summary>
public static class Program
{
    /// <summary>That of <c>pwsh</c> for a command line that it does not understand.</summary>
    private const int BadCommandLine = 64;
    private const int Failed = 1;

    /// <returns>What the script gave to <c>exit</c>, 0 at its end, 1 after an error that ended it.</returns>
    public static int Main(string[] given)
    {
        // Whatever LANG says: the product talks UTF-8.
        Console.OutputEncoding = new UTF8Encoding(false);
        Console.InputEncoding = new UTF8Encoding(false);
        try
        {
            var arguments = HostArguments.Parse(given);
            using var screen = new Screen();
            return Run(arguments);
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(error.Message);
            return BadCommandLine;
        }
    }

    private static int Run(HostArguments arguments)
    {
        var host = new ConsoleHost();
        var state = InitialSessionState.CreateDefault2();
        if (IsConstrained()) state.LanguageMode = PSLanguageMode.ConstrainedLanguage;
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        // Classes and event handlers of a script look for their runspace on the thread.
        Runspace.DefaultRunspace = runspace;
        LetExitThrough(runspace);
        var hasFailed = !TryInvoke(runspace, host, arguments);
        return host.ExitCode ?? (hasFailed ? Failed : 0);
    }

    /// <summary>
    /// As the real console does before it runs a file: otherwise <c>exit</c> would end the script as a call of it from
    /// another script, and its number would be lost. The engine has no public way to it.
    /// </summary>
    private static void LetExitThrough(Runspace runspace)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)?.GetValue(runspace)
            ?? throw new MissingMemberException(nameof(Runspace), "ExecutionContext");
        var flag = context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)
            ?? throw new MissingMemberException("ExecutionContext", "ScriptCommandProcessorShouldRethrowExit");
        flag.SetValue(context, true);
    }

    private static bool TryInvoke(Runspace runspace, ConsoleHost host, HostArguments arguments)
    {
        using var pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(CommandOf(arguments));
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add("Out-Default");
        try
        {
            pipeline.Invoke();
            return true;
        }
        catch (RuntimeException error)
        {
            host.UI.WriteErrorLine(TextOf(error));
            return false;
        }
    }

    private static Command CommandOf(HostArguments arguments)
    {
        var command = new Command(arguments.ScriptPath, isScript: false, useLocalScope: false);
        foreach (var parameter in arguments.Parameters)
        {
            // A name alone is a switch.
            command.Parameters.Add(new CommandParameter(parameter.Name, parameter.Value ?? (object)SwitchParameter.Present));
        }
        return command;
    }

    private static string TextOf(RuntimeException error)
    {
        var place = error.ErrorRecord.InvocationInfo?.PositionMessage;
        return string.IsNullOrEmpty(place) ? error.Message : $"{error.Message}\n{place}";
    }

    /// <summary>
    /// A file named `constrained` beside the person's folder of PowerShell starts the engine as a locked-down PC does.
    /// No variable could say so: the product hands down a fixed list of them.
    /// </summary>
    private static bool IsConstrained()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (string.IsNullOrEmpty(data))
        {
            data = Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".local", "share");
        }
        return File.Exists(Path.Combine(data, "constrained"));
    }
}
